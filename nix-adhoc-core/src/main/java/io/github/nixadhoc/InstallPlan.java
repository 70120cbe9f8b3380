package io.github.nixadhoc;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.NixNotInstalledException;
import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.Output;
import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.ProcessStartException;
import io.github.nixadhoc.exec.commons.CommonsExecExecutor;
import io.github.nixadhoc.internal.concurrent.SpokenOutput;
import io.github.nixadhoc.internal.nix.ProcessWait;
import io.github.nixadhoc.internal.text.ShellQuoting;
import io.github.nixadhoc.model.EqualByContent;
import io.github.nixadhoc.model.Overflow;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The commands that install Nix, and the reason for these.
 *
 * <p>Immutable and thread-safe. Nothing runs before {@link #execute(Consumer)}.
 *
 * @since 0.1
 */
public final class InstallPlan extends EqualByContent {

    private static final long KEPT_BYTES = 64 << 10;
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final List<List<String>> commands;
    private final String why;

    private InstallPlan(List<List<String>> commands, String why) {
        this.commands = commands.stream().map(List::copyOf).toList();
        this.why = Objects.requireNonNull(why, "why");
    }

    /**
     * Returns the plan of some commands.
     *
     * @param commands each a program and its arguments, in order; none if there is nothing to do
     * @param why the reason for these, one sentence
     * @return the plan
     */
    public static InstallPlan of(List<List<String>> commands, String why) {
        return new InstallPlan(commands, why);
    }

    /**
     * Returns the commands.
     *
     * @return an unmodifiable list, in order: each a program and its arguments; empty if there is nothing to do
     */
    public List<List<String>> commands() {
        return commands;
    }

    /**
     * Returns the reason for these commands.
     *
     * @return one sentence
     */
    public String why() {
        return why;
    }

    /**
     * Returns whether there is nothing to do.
     *
     * @return true if there are no commands
     */
    public boolean isEmpty() {
        return commands.isEmpty();
    }

    /**
     * Runs the commands one after the other, as this user, and prints nothing. Blocks, maybe for minutes.
     *
     * @throws NixNotInstalledException if a command fails; its log has the end of the command's output
     * @throws CancelledException if this thread is interrupted; the command has been stopped
     */
    public void execute() {
        execute(line -> {});
    }

    /**
     * Runs the commands one after the other, as this user. Blocks, maybe for minutes.
     *
     * <p>A command that ends well may have installed nothing, so ask {@link NixInstaller#plan()} again afterwards.
     *
     * @param output receives each line that they print, and after each 10 seconds without one a line that says which command
     *     still runs; it is called by one thread at a time
     * @throws NixNotInstalledException if a command fails; its log has the end of the command's output
     * @throws CancelledException if this thread is interrupted; the command has been stopped
     */
    public void execute(Consumer<String> output) {
        execute(output, CommonsExecExecutor.create());
    }

    void execute(Consumer<String> output, CommandExecutor executor) {
        for (List<String> command : commands) {
            run(command, output, executor);
        }
    }

    private static void run(List<String> command, Consumer<String> output, CommandExecutor executor) {
        SpokenOutput spoken = new SpokenOutput(output, command.get(0), SILENCE);
        ProcessSpec spec = ProcessSpec.of(command)
                .withEnvironment(ProcessEnvironment.inherited().set("DEBIAN_FRONTEND", "noninteractive"))
                .withStdout(new Output.Capture(KEPT_BYTES, Overflow.KEEP_TAIL, null, List.of(spoken::print)))
                .withMergedStderr();
        try (spoken) {
            ProcessOutcome outcome =
                    ProcessWait.forEnd(executor.start(spec), spec.limits().gracePeriod());
            if (!outcome.termination().isSuccess()) {
                throw failed(
                        "ended with " + outcome.termination(),
                        command,
                        outcome.stdout().lines());
            }
        } catch (ProcessStartException e) {
            NixException failure = failed("could not be started: " + e.getMessage(), command, List.of());
            failure.initCause(e);
            throw failure;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException(
                    Failure.of(
                            "the thread that installed Nix was interrupted",
                            ShellQuoting.quote(command),
                            null,
                            List.of(),
                            ""),
                    null);
        }
    }

    private static NixNotInstalledException failed(String how, List<String> command, List<String> lines) {
        return new NixNotInstalledException(Failure.of(
                "Nix could not be installed: " + command.get(0) + " " + how,
                ShellQuoting.quote(command),
                null,
                lines,
                "see what it printed, or install Nix by hand: https://nixos.org/download"));
    }

    @Override
    protected List<Object> parts() {
        return List.of(commands, why);
    }

    /** Returns the reason and the commands as they would be typed. */
    @Override
    public String toString() {
        return commands.stream()
                .map(command -> "\n  $ " + ShellQuoting.quote(command))
                .collect(Collectors.joining("", why, ""));
    }
}
