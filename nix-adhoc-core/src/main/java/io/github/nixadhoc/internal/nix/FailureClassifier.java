package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.error.BuildFailedException;
import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.ConfigurationException;
import io.github.nixadhoc.error.EvaluationException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.FetchFailedException;
import io.github.nixadhoc.error.FlakeNotFoundException;
import io.github.nixadhoc.error.HashMismatchException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.NixNotInstalledException;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.error.PackageRefusedException;
import io.github.nixadhoc.error.PackageRefusedException.Reason;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.error.UnexpectedOutputException;
import io.github.nixadhoc.error.UnsupportedSystemException;
import io.github.nixadhoc.model.Phase;
import java.util.List;

/** The mapping from the log of a failed call to an exception. */
final class FailureClassifier {

    private final Secrets secrets;

    FailureClassifier(Secrets secrets) {
        this.secrets = secrets;
    }

    /** Returns the exception for a failure. */
    NixException classify(NixCall call, String commandLine, LoggedFailure diagnosis) {
        Failure failure = Failure.of(
                secrets.mask(diagnosis.what()),
                commandLine,
                call.phase(),
                secrets.mask(diagnosis.lines()),
                secrets.mask(diagnosis.hint()));
        return switch (diagnosis.kind()) {
            case PACKAGE_NOT_FOUND -> new PackageNotFoundException(failure, diagnosis.suggestions());
            case FLAKE_NOT_FOUND -> new FlakeNotFoundException(failure);
            case UNFREE -> refused(failure, Reason.UNFREE, diagnosis);
            case INSECURE -> refused(failure, Reason.INSECURE, diagnosis);
            case BROKEN -> refused(failure, Reason.BROKEN, diagnosis);
            case UNSUPPORTED_SYSTEM -> new UnsupportedSystemException(failure);
            case HASH_MISMATCH ->
                new HashMismatchException(failure, diagnosis.fact("specified"), diagnosis.fact("actual"));
            case BUILD_FAILED, CONSEQUENCE -> new BuildFailedException(failure, diagnosis.derivation());
            case DOWNLOAD_FAILED -> new FetchFailedException(failure);
            case STORE_UNAVAILABLE -> new StoreUnavailableException(failure);
            case SETTING -> new ConfigurationException(failure);
            case NIX_NOT_USABLE -> new NixNotInstalledException(failure);
            case NOT_UNDERSTOOD -> new UnexpectedOutputException(failure);
            case INTERRUPTED -> new CancelledException(failure, null);
            case EVALUATION -> new EvaluationException(failure);
        };
    }

    private static PackageRefusedException refused(Failure failure, Reason reason, LoggedFailure diagnosis) {
        return new PackageRefusedException(failure, reason, diagnosis.fact("package"), diagnosis.fact("subject"));
    }

    /** Returns the exception for a call that another process in the store has made fail. */
    StoreRaceException vanished(NixCall call, String commandLine, String what, List<String> lines) {
        return new StoreRaceException(
                Failure.of(secrets.mask(what), commandLine, call.phase(), secrets.mask(lines), ""));
    }

    /**
     * Returns the kind of an error that no pattern matches. An evaluation can throw any message, so an unknown message is an
     * evaluation error in that phase. An operation that neither evaluates nor builds can only fail because of the store.
     */
    static FailureKind unknown(Phase phase) {
        return switch (phase) {
            case REALISE -> FailureKind.BUILD_FAILED;
            case EXECUTE -> FailureKind.STORE_UNAVAILABLE;
            default -> FailureKind.EVALUATION;
        };
    }
}
