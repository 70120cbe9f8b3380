package io.github.nixadhoc;

import io.github.nixadhoc.internal.process.DetachedHandle;
import io.github.nixadhoc.model.CapturedOutput;
import io.github.nixadhoc.model.EqualByContent;
import io.github.nixadhoc.model.Signal;
import io.github.nixadhoc.model.StorePath;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/**
 * A program that outlives the JVM, and that a later JVM finds by its {@link #id()}.
 *
 * <pre>{@code
 * String id = Nix.run("syncthing").startDetached().id();
 * Nix.findDetached(id).ifPresent(DetachedProgram::stop);   // maybe tomorrow, in another JVM
 * }</pre>
 *
 * <p>See {@link ProgramCommand#startDetached()} and {@link NixClient#findDetached(String)}.
 *
 * <p>It has a session of its own, and its output goes to files. Its packages stay in the store while it runs: a small
 * shell that waits for it has the store paths in its environment, which Nix's garbage collector reads (on Linux; seen
 * on 2.8, 2.26 and 2.34). Its record stays in the user's state folder after its end, until {@link #forget()}; of the
 * ended programs the latest 100 are kept.
 *
 * <p>Thread-safe. Each method reads the current state.
 *
 * @since 0.1
 */
public final class DetachedProgram extends EqualByContent {

    private final DetachedHandle handle;

    DetachedProgram(DetachedHandle handle) {
        this.handle = handle;
    }

    /**
     * Returns the id by which a later JVM finds the program.
     *
     * @return the id, unique for this user
     */
    public String id() {
        return handle.id();
    }

    /**
     * Returns the process id.
     *
     * @return the id of the process, also after its end
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
     * Returns the store paths of its packages.
     *
     * @return the outputs of its packages
     */
    public List<StorePath> storePaths() {
        return handle.storePaths();
    }

    /**
     * Returns the time of its start.
     *
     * @return the time
     */
    public Instant startedAt() {
        return handle.startedAt();
    }

    /**
     * Returns whether the program has not ended yet. A later process with the same id, even after a reboot, does not
     * count.
     *
     * @return whether it runs
     */
    public boolean isRunning() {
        return handle.isRunning();
    }

    /**
     * Returns the exit code, in any JVM; 128 plus the number of the signal if a signal ended the program. Blocks for at
     * most a second, if the program has ended at this moment.
     *
     * @return the exit code; empty while the program runs, and for ever if its end could not be recorded, since the
     *     shell that waits for it was killed or the machine went down
     */
    public OptionalInt exitCode() {
        return handle.exitCode();
    }

    /**
     * Waits for its end. An interrupt ends the waiting, and sets the interrupt flag of the thread again.
     *
     * @param timeout the longest time to wait
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
     * Returns the stdout of the program so far; of more than 8 MiB the first and the last 4 MiB.
     *
     * @return the output; empty once it has been forgotten
     */
    public CapturedOutput output() {
        return handle.output();
    }

    /**
     * Returns the stderr of the program so far; of more than 8 MiB the first and the last 4 MiB.
     *
     * @return the output; empty if it is merged into stdout, and once it has been forgotten
     */
    public CapturedOutput errorOutput() {
        return handle.errorOutput();
    }

    /**
     * Returns the last lines of stdout so far.
     *
     * @param lines the number of lines
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
     * Stops the program and all that it has started, with SIGTERM, then SIGKILL after the grace period. Has no effect
     * on one that has ended. Blocks until all have ended, a few seconds longer than the grace period at most.
     *
     * @param grace the time between SIGTERM and SIGKILL
     */
    public void stop(Duration grace) {
        handle.stop(grace);
    }

    /**
     * Deletes the record and the output of a program that has ended.
     *
     * @throws IllegalStateException if it still runs
     * @throws UncheckedIOException if a file cannot be deleted
     */
    public void forget() {
        handle.forget();
    }

    @Override
    protected List<Object> parts() {
        return List.of(id());
    }

    /** Returns the id, the process id and whether it runs. */
    @Override
    public String toString() {
        return handle.toString();
    }
}
