package io.github.nixadhoc;

import io.github.nixadhoc.exec.Stdin;
import io.github.nixadhoc.exec.TimeLimits;
import io.github.nixadhoc.internal.run.PipelineRequest;
import io.github.nixadhoc.internal.run.ProgramRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the stages of a pipeline with the packages of a {@link ShellCommand}, see {@link ShellCommand#pipeline}.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class PipelineStages {

    private final ShellCommand shell;
    private final List<ShellCommand> stages;

    PipelineStages(ShellCommand shell, List<ShellCommand> stages) {
        this.shell = shell;
        this.stages = List.copyOf(stages);
    }

    /**
     * Sets the program of the first stage.
     *
     * @param name a name that is looked up in the PATH which the packages make, or a path with a slash, relative to the
     *     working directory
     * @param arguments its arguments, byte for byte
     * @return the changed copy
     * @throws IllegalArgumentException if the name is empty, or one of them holds NUL or half of a surrogate pair
     * @throws IllegalStateException if there is a first stage already
     */
    public PipelineStages command(String name, String... arguments) {
        if (!stages.isEmpty()) {
            throw new IllegalStateException("the pipeline begins already: add " + name + " with pipe(…)");
        }
        return plus(name, arguments);
    }

    /**
     * Adds a program that reads the stdout of the one before it.
     *
     * @param name a name that is looked up in the PATH which the packages make, or a path with a slash, relative to the
     *     working directory
     * @param arguments its arguments, byte for byte
     * @return the changed copy
     * @throws IllegalArgumentException if the name is empty, or one of them holds NUL or half of a surrogate pair
     * @throws IllegalStateException if there is no first stage
     */
    public PipelineStages pipe(String name, String... arguments) {
        if (stages.isEmpty()) {
            throw new IllegalStateException("nothing to read from for " + name + ": call command(…) first");
        }
        return plus(name, arguments);
    }

    private PipelineStages plus(String name, String... arguments) {
        List<ShellCommand> more = new ArrayList<>(stages);
        more.add(shell.command(name, arguments));
        return new PipelineStages(shell, more);
    }

    Pipeline pipeline() {
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("a pipeline needs at least one stage: call command(…)");
        }
        List<ProgramRequest> each = new ArrayList<>();
        int last = stages.size() - 1;
        for (int i = 0; i <= last; i++) {
            ProgramRequest stage = stages.get(i).request().withLimits(TimeLimits.NONE);
            if (i > 0) {
                stage = stage.withStdin(Stdin.closed());
            }
            if (i < last) {
                stage = stage.withOutput(stage.output().withoutStdout());
            }
            each.add(stage);
        }
        return new Pipeline(
                shell.engine(), new PipelineRequest(each, shell.request().limits()));
    }
}
