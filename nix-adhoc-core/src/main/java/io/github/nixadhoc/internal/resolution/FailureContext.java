package io.github.nixadhoc.internal.resolution;

import io.github.nixadhoc.error.EvaluationException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.NoMainProgramException;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.error.UnexpectedOutputException;
import io.github.nixadhoc.internal.nix.Secrets;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Phase;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Adds the command and the phase to failures of code that knows neither.
 *
 * @param installables the packages of the command
 * @param line the line of the command, for messages
 * @param phase the phase of the run
 */
public record FailureContext(List<Installable> installables, Supplier<String> line, Phase phase) {

    /** Returns the result of some work, and adds this context to its failures. */
    <T> T around(Supplier<T> work) {
        try {
            return work.get();
        } catch (NixException e) {
            throw explained(e);
        }
    }

    /**
     * Returns a failure with the command and the phase that it lacks. A failure of Nix has the line of its own call. A
     * failure that this library finds in the output of Nix or in the store has no line, and not always a phase.
     */
    public NixException explained(NixException e) {
        if (e instanceof EvaluationException) {
            return e.withFailure(failure(e, evaluation() + e.shortMessage()));
        }
        if (!e.command().isEmpty()) {
            return e;
        }
        boolean ownFinding = e instanceof PackageNotFoundException
                || e instanceof NoMainProgramException
                || e instanceof UnexpectedOutputException;
        return ownFinding ? e.withFailure(failure(e, e.shortMessage())) : e;
    }

    /** The message of Nix seldom names the package whose evaluation failed. */
    private String evaluation() {
        return installables.stream()
                .map(Installable::toString)
                .collect(Collectors.joining(", ", "the evaluation of ", " failed: "));
    }

    private Failure failure(NixException e, String what) {
        String command = e.command().isEmpty() ? line.get() : e.command();
        return Failure.of(Secrets.masked(what), command, e.phase().orElse(phase), e.log(), Secrets.masked(e.hint()));
    }
}
