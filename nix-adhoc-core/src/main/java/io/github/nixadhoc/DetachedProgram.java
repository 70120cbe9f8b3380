package io.github.nixadhoc;

import io.github.nixadhoc.internal.process.DetachedHandle;
import io.github.nixadhoc.model.CapturedOutput;
import io.github.nixadhoc.model.Signal;
import io.github.nixadhoc.model.StorePath;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/**
 * A program that goes on when this JVM ends, and that a later JVM finds again by {@link #id()}: see
 * {@link ProgramCommand#startDetached()} and {@link NixClient#findDetached(String)}.
 *
 * <p>It has a session of its own, and its output goes to files. What it runs from stays in the store as long as it runs: a
 * small shell that waits for it has the store paths in its environment, where Nix's collector looks (on Linux; seen on 2.8,
 * 2.26 and 2.34). What is known of it stays in the user's state folder after its end, until {@link #forget()}; of the ended
 * ones the latest 100 are kept.
 *
 * <p>Thread-safe; each answer is looked up anew.
 *
 * @since 0.1
 */
public final class DetachedProgram {

    private final DetachedHandle handle;

    DetachedProgram(DetachedHandle handle) {
        this.handle = handle;
    }

    /**
     * Returns what a later JVM finds it by.
     *
     * @return the id, unique for this user
     */
    public String id() {
        return handle.id();
    }

    /**
     * Returns the process id.
     *
     * @return the id that the operating system knows the program by, or knew it by
     */
    public long pid() {
        return handle.pid();
    }

    /**
     * Returns the command that started it.
     *
     * @return the line of a shell, without values of the environment
     */
    public String command() {
        return handle.command();
    }

    /**
     * Returns what it runs from.
     *
     * @return the outputs of its packages
     */
    public List<StorePath> storePaths() {
        return handle.storePaths();
    }

    /**
     * Returns when it was started.
     *
     * @return the time
     */
    public Instant startedAt() {
        return handle.startedAt();
    }

    /**
     * Returns whether the program has not ended yet. No other process with the same id is taken for it, nor one after a
     * reboot.
     *
     * @return whether it runs
     */
    public boolean isRunning() {
        return handle.isRunning();
    }

    /**
     * Returns the exit code, whichever JVM asks; 128 and the signal's number if a signal ended it. Blocks for a second at
     * most, when the program has ended this moment.
     *
     * @return the exit code; empty while it runs, and for ever if nobody was left to write it down: the shell that waits for
     *     it has been killed, or the machine went down
     */
    public OptionalInt exitCode() {
        return handle.exitCode();
    }

    /**
     * Waits for its end. An interrupt ends the waiting, with the flag of the thread set.
     *
     * @param timeout how long to wait
     * @return whether it has ended
     */
    public boolean awaitEnd(Duration timeout) {
        return handle.awaitEnd(timeout);
    }

    /**
     * Returns the file that gets all of stdout, without a limit.
     *
     * @return the file
     */
    public Path stdoutFile() {
        return handle.stdoutFile();
    }

    /**
     * Returns the file that gets all of stderr, without a limit; with {@link ProgramCommand#mergeStderr()} there is none.
     *
     * @return the file
     */
    public Path stderrFile() {
        return handle.stderrFile();
    }

    /**
     * Returns what the program has printed to stdout so far: of more than 8 MiB the first and the last half.
     *
     * @return the output; empty once it has been forgotten
     */
    public CapturedOutput output() {
        return handle.output();
    }

    /**
     * Returns what the program has printed to stderr so far: of more than 8 MiB the first and the last half.
     *
     * @return the output; empty if it is merged into stdout, and once it has been forgotten
     */
    public CapturedOutput errorOutput() {
        return handle.errorOutput();
    }

    /**
     * Returns the last lines that the program has printed to stdout.
     *
     * @param lines how many
     * @return the lines, oldest first; fewer if there are not so many in the last 4 MiB
     * @throws IllegalArgumentException if {@code lines} is negative
     */
    public List<String> tail(int lines) {
        return handle.tail(lines);
    }

    /**
     * Sends the program a signal, and not those that it has started. It goes to this program or to none, even if another
     * process has its id by now.
     *
     * @param signal the signal
     * @return whether it was sent; false if the program has ended
     */
    public boolean signal(Signal signal) {
        return handle.signal(signal);
    }

    /** Stops the program as {@link #stop(Duration)} does, with 5 seconds of grace. */
    public void stop() {
        handle.stop();
    }

    /**
     * Stops the program and all that it has started, with SIGTERM, then SIGKILL after the grace period. Has no effect on
     * one that has ended. Blocks until all have ended, a few seconds longer than the grace period at most.
     *
     * @param grace how long they may take after SIGTERM
     */
    public void stop(Duration grace) {
        handle.stop(grace);
    }

    /**
     * Deletes what is known of a program that has ended, its output too.
     *
     * @throws IllegalStateException if it still runs
     * @throws UncheckedIOException if something cannot be deleted
     */
    public void forget() {
        handle.forget();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DetachedProgram that && id().equals(that.id());
    }

    @Override
    public int hashCode() {
        return id().hashCode();
    }

    /** Returns the id, the process id and whether it runs. */
    @Override
    public String toString() {
        return handle.toString();
    }
}
