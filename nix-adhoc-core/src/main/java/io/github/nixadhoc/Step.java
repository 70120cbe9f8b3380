package io.github.nixadhoc;

import io.github.nixadhoc.error.EvaluationException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.NoMainProgramException;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.error.UnexpectedOutputException;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Phase;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A step of a command, whose failures are told in terms of that command where those who found them did not know it.
 *
 * @param command the command
 * @param phase what the step is part of
 */
record Step(ProgramCommand<?> command, Phase phase) {

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
    private NixException told(NixException e) {
        if (e instanceof EvaluationException) {
            return like(e, new EvaluationException(failure(e, evaluation() + e.shortMessage())));
        }
        if (!e.command().isEmpty()) {
            return e;
        }
        if (e instanceof PackageNotFoundException notFound) {
            return like(e, new PackageNotFoundException(failure(e, e.shortMessage()), notFound.suggestions()));
        }
        if (e instanceof NoMainProgramException noProgram) {
            return like(e, new NoMainProgramException(failure(e, e.shortMessage()), noProgram.programs()));
        }
        if (e instanceof UnexpectedOutputException) {
            return like(e, new UnexpectedOutputException(failure(e, e.shortMessage())));
        }
        return e;
    }

    /** Nix says what is wrong with an expression, and seldom of which package it is. */
    private String evaluation() {
        return command.installables().stream()
                .map(Installable::toString)
                .collect(Collectors.joining(", ", "the evaluation of ", " failed: "));
    }

    private Failure failure(NixException e, String what) {
        String line = e.command().isEmpty() ? ShellLine.withoutValues(command) : e.command();
        return new Failure(what, line, e.phase().orElse(phase), e.log(), e.hint());
    }

    private static NixException like(NixException found, NixException told) {
        told.setStackTrace(found.getStackTrace());
        if (found.getCause() != null) {
            told.initCause(found.getCause());
        }
        return told;
    }
}
