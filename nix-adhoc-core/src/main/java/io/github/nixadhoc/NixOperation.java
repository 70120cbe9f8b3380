package io.github.nixadhoc;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixNotInstalledException;
import io.github.nixadhoc.internal.nix.Deadline;
import io.github.nixadhoc.internal.nix.Secrets;
import io.github.nixadhoc.internal.nix.ShellQuoting;
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
public abstract sealed class NixOperation<R, C> implements NixCommand<R>
        permits CollectGarbageCommand,
                DoctorCommand,
                PathInfoCommand,
                PinCommand,
                PinsCommand,
                PrefetchCommand,
                RegistryCommand,
                SearchCommand,
                StoreInfoCommand,
                StoreRepairCommand,
                StoreUsageCommand,
                StoreVerifyCommand,
                UnpinCommand {

    private final NixClient client;
    private final @Nullable Duration timeout;

    NixOperation(NixClient client, @Nullable Duration timeout) {
        this.client = Objects.requireNonNull(client, "client");
        this.timeout = timeout;
    }

    abstract R perform(NixInUse nix, Deadline deadline);

    /** What is done by a client that has no Nix: nothing, unless it can be done without. */
    R performWithoutNix(Deadline deadline) {
        throw new NixNotInstalledException(Failure.of(
                "this client was built with withoutNix(), so there is no Nix to ask", "ask a client that has one"));
    }

    abstract C with(@Nullable Duration changedTimeout);

    abstract List<String> nixArguments();

    /** Returns the words that begin the line. */
    List<String> nixWords() {
        return client.nixWords();
    }

    /** Where relative flake references start from; null for the directory of the JVM. */
    @Nullable
    Path startsIn() {
        return null;
    }

    /** What is to be done, as far as the class does not say it. */
    abstract Object content();

    final NixClient client() {
        return client;
    }

    final @Nullable Duration timeLimit() {
        return timeout;
    }

    @Override
    public abstract NixOperation<R, C> on(NixClient other);

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
        return client.operations().perform(this);
    }

    @Override
    public CompletableFuture<R> executeAsync() {
        return client.operations().performAsync(this);
    }

    @Override
    public String toShellCommand() {
        Path directory = startsIn();
        return (directory == null ? "" : "cd " + ShellQuoting.quote(directory.toString()) + " && ")
                + ShellQuoting.quote(Secrets.masked(nixWords()))
                + " "
                + ShellQuoting.quote(Secrets.masked(nixArguments()));
    }

    /** Returns {@link #toShellCommand()}. */
    @Override
    public String toString() {
        return toShellCommand();
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
