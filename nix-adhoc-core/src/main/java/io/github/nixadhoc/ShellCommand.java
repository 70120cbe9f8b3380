package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.run.ProgramRequest;
import io.github.nixadhoc.model.Installable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Runs a program or a script with several packages on PATH, as {@code nix shell … --command} would.
 *
 * <pre>{@code
 * Nix.shell("imagemagick").command("convert", "in.png", "-resize", "50%", "out.png").execute();
 * }</pre>
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class ShellCommand extends ProgramCommand<ShellCommand> {

    /** The limit of Linux for a single argument, its end included. */
    private static final int MAX_SCRIPT_BYTES = 128 * 1024 - 1;

    ShellCommand(Engine engine, ProgramRequest request) {
        super(engine, request);
    }

    /**
     * Sets the program to run and replaces its arguments.
     *
     * @param name a name that is looked up in the PATH which the packages make, or a path with a slash, relative to the
     *     working directory
     * @param arguments its arguments, byte for byte
     * @return the changed copy
     * @throws IllegalArgumentException if the name is empty, or one of them holds NUL or half of a surrogate pair
     */
    public ShellCommand command(String name, String... arguments) {
        return with(
                request().withProgram(new ProgramRequest.Program.Named(name)).withArguments(List.of(arguments)));
    }

    /**
     * Sets a script to run: by {@code bash} where the packages or the inherited PATH have it, else by {@code sh}.
     *
     * <p>A failing line does not end it unless the script itself says {@code set -euo pipefail}. Later {@link #args}
     * are its positional parameters.
     *
     * @param text the script
     * @return the changed copy
     * @throws IllegalArgumentException if it holds NUL or has 128 KiB or more, which no operating system passes on;
     *     write a longer one to a file and use {@code command("bash", file)}
     */
    public ShellCommand script(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes >= MAX_SCRIPT_BYTES) {
            throw new IllegalArgumentException("a script of " + bytes + " bytes is too long to be passed on (128 KiB);"
                    + " write it to a file and use command(\"bash\", file)");
        }
        return with(
                request().withProgram(new ProgramRequest.Program.Script(text)).withArguments(List.of()));
    }

    /**
     * Runs several programs, each reading what the one before it prints, all with these packages on PATH.
     *
     * <pre>{@code
     * Nix.shell("curl", "jq").pipeline(p -> p.command("curl", "-s", url).pipe("jq", ".name")).text();
     * }</pre>
     *
     * <p>The options of this command are those of the pipeline: the environment and the directory for each stage, stdin
     * for the first, the options for stdout for the last, time limits for the whole. A program that was named before is
     * dropped.
     *
     * @param stages receives a pipeline without any stage, and returns it with all of them
     * @return the pipeline
     * @throws IllegalArgumentException if no stage was added, or one cannot be passed on
     */
    public Pipeline pipeline(UnaryOperator<PipelineStages> stages) {
        return stages.apply(new PipelineStages(this, List.of())).pipeline();
    }

    /**
     * Returns the packages.
     *
     * @return the installables as they were given, in the order of PATH
     */
    public List<Installable> installables() {
        return request().installables();
    }

    @Override
    ShellCommand boundTo(Engine other) {
        return new ShellCommand(other, request());
    }

    @Override
    ShellCommand with(ProgramRequest changed) {
        return new ShellCommand(engine(), changed);
    }
}
