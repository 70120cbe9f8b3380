package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.Secrets;
import io.github.nixadhoc.internal.run.CommandLineRenderer;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.internal.runtime.NixTask;
import io.github.nixadhoc.internal.text.ShellQuoting;
import io.github.nixadhoc.model.EqualByContent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A command that Nix carries out by itself, without running a program of a package: queries of flakes and stores, and
 * the maintenance of a store.
 *
 * <p>The client's policy reviews {@link PinCommand} and {@link PrefetchCommand}, which download and build, and no other
 * operation. For {@link PathInfoCommand} and {@link SearchCommand} it is asked whether Nix may evaluate the flakes.
 * Relative flake references start from the directory of the JVM unless the command has another. An operation has no
 * time limit unless {@link #timeout} sets one. Immutable and thread-safe.
 *
 * @param <R> the type of the result
 * @param <C> the type of the changed copies: the command itself
 * @since 0.1
 */
public abstract class NixOperation<R, C> extends EqualByContent implements NixCommand<R> {

    private final Engine engine;
    private final @Nullable Duration timeout;

    NixOperation(Engine engine, @Nullable Duration timeout) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.timeout = timeout;
    }

    /** Performs the operation, see {@link NixTask#perform}. */
    abstract R perform(NixRuntime nix, Deadline deadline);

    /** Performs the operation without Nix, see {@link NixTask#performWithoutNix}. */
    R performWithoutNix(Deadline deadline) {
        NixTask<R> needsNix = this::perform;
        return needsNix.performWithoutNix(deadline);
    }

    private NixTask<R> task() {
        return new NixTask<>() {

            @Override
            public R perform(NixRuntime nix, Deadline deadline) {
                return NixOperation.this.perform(nix, deadline);
            }

            @Override
            public R performWithoutNix(Deadline deadline) {
                return NixOperation.this.performWithoutNix(deadline);
            }
        };
    }

    /** Returns a copy for a client or a session, with a time limit or without one. */
    abstract C copy(Engine engine, @Nullable Duration timeout);

    /** Returns the subcommand and its arguments. */
    abstract List<String> nixArguments(CommandLineRenderer renderer);

    /** Returns the words before the subcommand. */
    List<String> nixWords(CommandLineRenderer renderer) {
        return renderer.nixWords();
    }

    /** Returns the directory from which relative flake references start; null for that of the JVM. */
    @Nullable
    Path startDirectory() {
        return null;
    }

    /** Returns the content for equality, besides the class, the directory and the time limit; nothing unless overridden. */
    Object content() {
        return "";
    }

    final Engine engine() {
        return engine;
    }

    final @Nullable Duration timeLimit() {
        return timeout;
    }

    /** Returns this command for another client or session. */
    final C boundTo(Engine other) {
        return copy(other, timeout);
    }

    /**
     * Sets the time limit; none unless set. When it passes, Nix is stopped and {@link
     * io.github.nixadhoc.error.TimedOutException} is thrown.
     *
     * @param timeout the time, positive
     * @return the changed copy
     * @throws IllegalArgumentException if it is not positive
     */
    public C timeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("a timeout must be positive: " + timeout);
        }
        return copy(engine, timeout);
    }

    @Override
    public R execute() {
        return engine.operations().perform(task(), timeout, this::toShellCommand);
    }

    @Override
    public CompletableFuture<R> executeAsync() {
        return engine.operations().performAsync(task(), timeout, this::toShellCommand);
    }

    @Override
    public String toShellCommand() {
        return commandLine(engine.renderer());
    }

    /** Returns the command line for one client. */
    String commandLine(CommandLineRenderer renderer) {
        Path directory = startDirectory();
        return (directory == null ? "" : "cd " + ShellQuoting.quote(directory.toString()) + " && ")
                + ShellQuoting.quote(Secrets.masked(nixWords(renderer)))
                + " "
                + ShellQuoting.quote(Secrets.masked(nixArguments(renderer)));
    }

    /**
     * Returns the line of {@link #toShellCommand()} for a client with no settings of its own, so that equal commands print
     * the same.
     */
    @Override
    public String toString() {
        return commandLine(CommandLineRenderer.STANDARD);
    }

    @Override
    protected final List<@Nullable Object> parts() {
        return Arrays.asList(content(), startDirectory(), timeout);
    }
}
