package io.github.nixadhoc.internal.flight;

import io.github.nixadhoc.error.BuildFailedException;
import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.EvaluationException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.FetchFailedException;
import io.github.nixadhoc.error.FlakeNotFoundException;
import io.github.nixadhoc.error.HashMismatchException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.NixNotInstalledException;
import io.github.nixadhoc.error.NoMainProgramException;
import io.github.nixadhoc.error.OfflineException;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.error.PackageRefusedException;
import io.github.nixadhoc.error.SessionLimitException;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.error.UnexpectedOutputException;
import io.github.nixadhoc.error.UnsupportedSystemException;
import io.github.nixadhoc.internal.nix.VanishedException;

/** Exceptions told once more: in other words, or to another caller. */
public final class Retold {

    private Retold() {}

    /** Returns an exception of the same kind in the caller's own thread; one that is not of this library, as it is. */
    public static NixException of(NixException e) {
        Failure failure = new Failure(e.shortMessage(), e.command(), e.phase().orElse(null), e.log(), e.hint());
        return withCauseOf(e, again(e, failure));
    }

    /** Returns an exception of the same kind and from the same place that tells another failure. */
    public static NixException as(NixException e, Failure failure) {
        NixException told = again(e, failure);
        told.setStackTrace(e.getStackTrace());
        return withCauseOf(e, told);
    }

    private static NixException withCauseOf(NixException e, NixException told) {
        if (!told.equals(e) && e.getCause() != null) {
            told.initCause(e.getCause());
        }
        return told;
    }

    private static NixException again(NixException e, Failure failure) {
        if (e instanceof PackageNotFoundException notFound) {
            return new PackageNotFoundException(failure, notFound.suggestions());
        }
        if (e instanceof NoMainProgramException noProgram) {
            return new NoMainProgramException(failure, noProgram.programs());
        }
        if (e instanceof PackageRefusedException refused) {
            return new PackageRefusedException(failure, refused.reason(), refused.subject());
        }
        if (e instanceof BuildFailedException failed) {
            return new BuildFailedException(failure, failed.derivation());
        }
        if (e instanceof HashMismatchException mismatch) {
            return new HashMismatchException(failure, mismatch.specified(), mismatch.actual());
        }
        if (e instanceof SessionLimitException exceeded) {
            return new SessionLimitException(failure, exceeded.limit(), exceeded.allowed(), exceeded.needed());
        }
        if (e instanceof TimedOutException timedOut) {
            return new TimedOutException(failure, timedOut.result().orElse(null));
        }
        if (e instanceof CancelledException cancelled) {
            return new CancelledException(failure, cancelled.result().orElse(null));
        }
        return ofNothingElse(e, failure);
    }

    /** Those that carry a failure and nothing else. */
    private static NixException ofNothingElse(NixException e, Failure failure) {
        if (e instanceof EvaluationException) {
            return new EvaluationException(failure);
        }
        if (e instanceof FetchFailedException) {
            return new FetchFailedException(failure);
        }
        if (e instanceof FlakeNotFoundException) {
            return new FlakeNotFoundException(failure);
        }
        if (e instanceof NixNotInstalledException) {
            return new NixNotInstalledException(failure);
        }
        if (e instanceof OfflineException) {
            return new OfflineException(failure);
        }
        if (e instanceof StoreUnavailableException) {
            return new StoreUnavailableException(failure);
        }
        if (e instanceof UnexpectedOutputException) {
            return new UnexpectedOutputException(failure);
        }
        if (e instanceof UnsupportedSystemException) {
            return new UnsupportedSystemException(failure);
        }
        if (e instanceof VanishedException) {
            return new VanishedException(failure);
        }
        return e;
    }
}
