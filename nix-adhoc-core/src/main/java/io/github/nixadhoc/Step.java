package io.github.nixadhoc;

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
 * A step of a command, whose failures are told in terms of that command where those who found them did not know it.
 *
 * @param installables what the command needs
 * @param line the line of the command, for messages
 * @param phase what the step is part of
 */
record Step(List<Installable> installables, Supplier<String> line, Phase phase) {

    Step(ProgramCommand<?> command, Phase phase) {
        this(command.installables(), () -> ShellLine.withoutValues(command), phase);
    }

    /** Takes the step. */
    <T> T take(Supplier<T> work) {
        try {
            return work.get();
        } catch (NixException e) {
            throw told(e);
        }
    }

    /**
     * What Nix fails at comes with the line that Nix was called with; what this library finds wrong itself, in answers and
     * in the store, has neither that nor always a phase.
     */
    NixException told(NixException e) {
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

    /** Nix says what is wrong with an expression, and seldom of which package it is. */
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
