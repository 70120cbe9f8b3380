package io.github.nixadhoc.agent;

import io.github.nixadhoc.ProgramCommand;
import io.github.nixadhoc.RunningProgram;
import io.github.nixadhoc.result.RunResult;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * The way in which a command starts: in the background if its caller does not wait for it. Policies, the person who is
 * asked and the audit are told.
 *
 * @param command the command
 * @param background whether the caller does not wait
 */
record RunStart(ProgramCommand<?> command, boolean background) {

    /** Runs the command to its end. An interrupt of the thread stops it. */
    RunResult toEnd() {
        if (!background) {
            return command.execute();
        }
        try (RunningProgram program = command.start()) {
            return end(program);
        }
    }

    private static RunResult end(RunningProgram program) {
        try {
            return program.result().get();
        } catch (InterruptedException e) {
            // the run has been stopped, and its result is told
            return program.stop();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new CompletionException(e.getCause());
        }
    }
}
