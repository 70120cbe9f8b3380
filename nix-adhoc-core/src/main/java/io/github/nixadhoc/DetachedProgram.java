package io.github.nixadhoc;

import io.github.nixadhoc.exec.DetachedProcess;
import io.github.nixadhoc.model.CapturedOutput;
import io.github.nixadhoc.model.Signal;
import io.github.nixadhoc.model.StorePath;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A program that goes on when this JVM ends, and that a later JVM finds again by {@link #id()}: see
 * {@link ProgramCommand#detached()} and {@link NixClient#detached(String)}.
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

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final int HALF = 4 << 20;

    private final DetachedFolder folder;
    private final DetachedProcess process;
    private final DetachedRecord facts;

    DetachedProgram(DetachedFolder folder, DetachedProcess process, DetachedRecord facts) {
        this.folder = folder;
        this.process = process;
        this.facts = facts;
    }

    /**
     * Returns what a later JVM finds it by.
     *
     * @return the id, unique for this user
     */
    public String id() {
        return folder.id();
    }

    /**
     * Returns the process id.
     *
     * @return the id that the operating system knows the program by, or knew it by
     */
    public long pid() {
        return process.pid();
    }

    /**
     * Returns the command that started it.
     *
     * @return the line of a shell, without values of the environment
     */
    public String command() {
        return facts.command();
    }

    /**
     * Returns what it runs from.
     *
     * @return the outputs of its packages
     */
    public List<StorePath> storePaths() {
        return facts.storePaths();
    }

    /**
     * Returns when it was started.
     *
     * @return the time
     */
    public Instant startedAt() {
        return facts.startedAt();
    }

    /**
     * Returns whether the program has not ended yet. No other process with the same id is taken for it, nor one after a
     * reboot.
     *
     * @return whether it runs
     */
    public boolean isRunning() {
        return process.isRunning();
    }

    /**
     * Returns the exit code, whichever JVM asks; 128 and the signal's number if a signal ended it. Blocks for a second at
     * most, when the program has ended this moment.
     *
     * @return the exit code; empty while it runs, and for ever if nobody was left to write it down: the shell that waits for
     *     it has been killed, or the machine went down
     */
    public OptionalInt exitCode() {
        return process.exitCode();
    }

    /**
     * Waits for its end. An interrupt ends the waiting, with the flag of the thread set.
     *
     * @param timeout how long to wait
     * @return whether it has ended
     */
    public boolean awaitEnd(Duration timeout) {
        long start = System.nanoTime();
        while (isRunning()) {
            if (System.nanoTime() - start >= timeout.toNanos()) {
                return false;
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return !isRunning();
            }
        }
        return true;
    }

    /**
     * Returns the file that gets all of stdout, without a limit.
     *
     * @return the file
     */
    public Path stdoutFile() {
        return process.stdoutFile();
    }

    /**
     * Returns the file that gets all of stderr, without a limit; with {@link ProgramCommand#mergeStderr()} there is none.
     *
     * @return the file
     */
    public Path stderrFile() {
        return process.stderrFile();
    }

    /**
     * Returns what the program has printed to stdout so far: of more than 8 MiB the first and the last half.
     *
     * @return the output; empty once it has been forgotten
     */
    public CapturedOutput output() {
        return read(stdoutFile());
    }

    /**
     * Returns what the program has printed to stderr so far: of more than 8 MiB the first and the last half.
     *
     * @return the output; empty if it is merged into stdout, and once it has been forgotten
     */
    public CapturedOutput errorOutput() {
        return read(stderrFile());
    }

    /**
     * Returns the last lines that the program has printed to stdout.
     *
     * @param lines how many
     * @return the lines, oldest first; fewer if there are not so many in the last 4 MiB
     * @throws IllegalArgumentException if {@code lines} is negative
     */
    public List<String> tail(int lines) {
        if (lines < 0) {
            throw new IllegalArgumentException("lines must not be negative: " + lines);
        }
        List<String> all = output().lines();
        return all.subList(Math.max(0, all.size() - lines), all.size());
    }

    /**
     * Sends the program a signal, and not those that it has started. It goes to this program or to none, even if another
     * process has its id by now.
     *
     * @param signal the signal
     * @return whether it was sent; false if the program has ended
     */
    public boolean signal(Signal signal) {
        return process.signal(Objects.requireNonNull(signal, "signal"));
    }

    /** Stops the program as {@link #stop(Duration)} does, with 5 seconds of grace. */
    public void stop() {
        stop(GRACE);
    }

    /**
     * Stops the program and all that it has started, with SIGTERM, then SIGKILL after the grace period. Has no effect on
     * one that has ended. Blocks until all have ended, a few seconds longer than the grace period at most.
     *
     * @param grace how long they may take after SIGTERM
     */
    public void stop(Duration grace) {
        process.stop(grace);
    }

    /**
     * Deletes what is known of a program that has ended, its output too.
     *
     * @throws IllegalStateException if it still runs
     * @throws UncheckedIOException if something cannot be deleted
     */
    public void forget() {
        if (isRunning()) {
            throw new IllegalStateException(id() + " still runs: stop() it first");
        }
        folder.delete();
    }

    private static CapturedOutput read(Path file) {
        if (!Files.exists(file)) {
            return CapturedOutput.empty();
        }
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r")) {
            long size = content.length();
            byte[] head = new byte[(int) Math.min(size, HALF)];
            content.readFully(head);
            byte[] tail = new byte[(int) Math.min(size - head.length, HALF)];
            content.seek(size - tail.length);
            content.readFully(tail);
            return CapturedOutput.of(head, size - head.length - tail.length, tail, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        return id() + ": " + process;
    }
}
