package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.Secrets;
import io.github.nixadhoc.internal.run.CommandLineRenderer;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.internal.runtime.NixTask;
import io.github.nixadhoc.internal.text.ShellQuoting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A command that Nix carries out by itself, without running a program of a package: what asks a flake or a store, and what
 * tends a store.
 *
 * <p>The client's policy reviews what runs, and so {@link PinCommand} and {@link PrefetchCommand} only, which download and
 * build. Of {@link PathInfoCommand} and {@link SearchCommand} it is asked whether Nix may look at the flakes. Relative flake references start from the directory of the JVM unless the command has another.
 *
 * @param <R> what comes back
 * @param <C> the type of the changed copies: the command itself
 * @since 0.1
 */
public abstract class NixOperation<R, C> implements NixCommand<R> {

    private final Engine engine;
    private final @Nullable Duration timeout;

    NixOperation(Engine engine, @Nullable Duration timeout) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.timeout = timeout;
    }

    /** Does the work, see {@link NixTask#perform}. */
    abstract R perform(NixRuntime nix, Deadline deadline);

    /** Does the work without Nix, see {@link NixTask#performWithoutNix}. */
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

    abstract C with(@Nullable Duration changedTimeout);

    /** Returns the words of the line after those that begin it. */
    abstract List<String> nixArguments(CommandLineRenderer renderer);

    /** Returns the words that begin the line. */
    List<String> nixWords(CommandLineRenderer renderer) {
        return renderer.nixWords();
    }

    /** Where relative flake references start from; null for the directory of the JVM. */
    @Nullable
    Path startsIn() {
        return null;
    }

    /** What is to be done, as far as the class does not say it. */
    abstract Object content();

    final Engine engine() {
        return engine;
    }

    final @Nullable Duration timeLimit() {
        return timeout;
    }

    /** Returns this command with another handle of where it runs. */
    abstract NixOperation<R, C> on(Engine other);

    /**
     * Sets the time within which Nix must have done it. When it passes, Nix is stopped.
     *
     * @param timeout the time, positive
     * @return the changed copy
     * @throws IllegalArgumentException if it is not positive
     */
    public C timeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("a timeout must be positive: " + timeout);
        }
        return with(timeout);
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
        return line(engine.renderer());
    }

    /** Returns the line as one client prints it. */
    String line(CommandLineRenderer renderer) {
        Path directory = startsIn();
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
        return line(CommandLineRenderer.STANDARD);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NixOperation<?, ?> that
                && getClass() == that.getClass()
                && content().equals(that.content())
                && Objects.equals(timeout, that.timeout);
    }

    @Override
    public int hashCode() {
        return Objects.hash(getClass(), content(), Optional.ofNullable(timeout));
    }
}
