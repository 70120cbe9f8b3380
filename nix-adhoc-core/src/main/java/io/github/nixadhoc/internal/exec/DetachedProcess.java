package io.github.nixadhoc.internal.exec;

import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.ProcessStartException;
import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.model.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * A process that outlives the JVM which started it. It has a session of its own, its output goes to files, and a folder
 * identifies it.
 *
 * <p>The parent of the process is a small shell, the shim, which leads the session, waits for the process, and writes its exit
 * code to a file. Thread-safe; each method reads the current state from the folder and the operating system.
 *
 * @since 0.1
 */
public final class DetachedProcess {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(10);
    private static final long EXIT_CODE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Path folder;
    private final ProcessIdentity process;
    private final long shimPid;

    private DetachedProcess(Path folder, ProcessIdentity process, long shimPid) {
        this.folder = folder;
        this.process = process;
        this.shimPid = shimPid;
    }

    /**
     * Starts a process that keeps running when this JVM ends. Blocks until it has been started.
     *
     * <p>Known obstacles, such as a missing directory, program, interpreter or loader, are checked before. If the system refuses
     * to start the process for another reason, the process ends with exit code 126 or 127, as from a shell.
     *
     * @param executor the executor that starts the shim, on this machine
     * @param spec the spec of the process; its input must be closed, bytes or a file, and its output goes to files in the
     *     folder
     * @param folder an existing folder for this process alone
     * @param shimVariables the variables that other processes find in the environment of the shim; the process itself gets
     *     only the environment of the spec if {@code /usr/bin/env} has the option {@code -S}, and otherwise these too
     * @return the process, which may have ended already
     * @throws ProcessStartException if the process cannot be started
     * @throws IOException if the folder cannot be written, or the shim failed
     */
    public static DetachedProcess start(
            CommandExecutor executor, ProcessSpec spec, Path folder, Map<String, String> shimVariables)
            throws IOException {
        ProcessOutcome launched = launch(executor, spec, folder, shimVariables).await();
        long start = System.nanoTime();
        while (System.nanoTime() - start < START_TIMEOUT.toNanos()) {
            Optional<DetachedProcess> process = in(folder);
            if (process.isPresent()) {
                return process.get().withStartTime();
            }
            if (!launched.stderr().text().isBlank()) {
                break;
            }
            pause();
        }
        throw new IOException("the shell that was to start it said: "
                + launched.stderr().text().strip() + " (" + launched.termination() + ")");
    }

    private static RunningProcess launch(
            CommandExecutor executor, ProcessSpec spec, Path folder, Map<String, String> shimVariables)
            throws IOException {
        try {
            StartPreconditions.check(spec);
        } catch (IOException e) {
            throw new StartFailure(spec, e).toException();
        }
        ProcessSpec launcher = DetachedLauncher.of(spec, folder, shimVariables);
        try {
            return executor.start(launcher);
        } catch (ProcessStartException e) {
            // the message has to name the process of the caller, not the shell that launches it
            throw e.getCause() instanceof IOException cause ? new StartFailure(spec, cause).toException() : e;
        }
    }

    /**
     * Finds the process that was started with a folder.
     *
     * @param folder the folder
     * @return the process, running or not; empty if none was started with it
     */
    public static Optional<DetachedProcess> in(Path folder) {
        List<String> lines =
                List.of(read(folder.resolve(DetachedLauncher.PROCESS)).split("\n", -1));
        // the file is complete only when it has its last line end
        if (lines.size() < 3 || !lines.get(1).matches("[0-9]+")) {
            return Optional.empty();
        }
        return ProcessIdentity.parse(lines.get(0))
                .map(process -> new DetachedProcess(folder, process, Long.parseLong(lines.get(1))));
    }

    /** Adds the start time of the process, which the shim cannot determine without {@code /proc}. */
    private DetachedProcess withStartTime() throws IOException {
        Optional<ProcessIdentity> known =
                process.start().isEmpty() ? ProcessIdentity.of(process.pid()) : Optional.empty();
        if (known.isEmpty()) {
            return this;
        }
        Files.writeString(folder.resolve(DetachedLauncher.PROCESS), known.get() + "\n" + shimPid + "\n");
        return new DetachedProcess(folder, known.get(), shimPid);
    }

    /**
     * Returns the process id.
     *
     * @return the id that the operating system gave it when it was started
     */
    public long pid() {
        return process.pid();
    }

    /**
     * Returns whether the process has not ended yet.
     *
     * @return whether it runs
     */
    public boolean isRunning() {
        return writtenExitCode().isEmpty() && process.isAlive();
    }

    /**
     * Returns the exit code, which is 128 plus the number of the signal if a signal ended the process. Blocks for a second at
     * most if the process has just ended.
     *
     * @return the exit code; empty while the process runs, and if the shim could not write it because it was killed or the
     *     machine went down
     */
    public OptionalInt exitCode() {
        long start = System.nanoTime();
        OptionalInt code = writtenExitCode();
        while (code.isEmpty()
                && !process.isAlive()
                && System.nanoTime() - start < EXIT_CODE_NANOS
                && ProcessIdentity.sessionOf(shimPid).isPresent()) {
            pause();
            code = writtenExitCode();
        }
        return code;
    }

    /**
     * Sends a signal to the process, but not to the processes that it has started.
     *
     * @param signal the signal
     * @return whether it was sent; false if the process has ended
     */
    public boolean signal(Signal signal) {
        return process.signal(signal);
    }

    /**
     * Stops the process and all others in its session: SIGTERM, then SIGKILL after the grace period. Has no effect if the
     * process has ended. Blocks until all have ended, for a few seconds longer than the grace period at most.
     *
     * @param grace the time between SIGTERM and SIGKILL
     */
    public void stop(Duration grace) {
        process.handle().ifPresent(handle -> {
            List<ProcessHandle> members = new ArrayList<>(List.of(handle));
            String session = Long.toString(shimPid);
            ProcessHandle.allProcesses()
                    .filter(other -> other.pid() != shimPid)
                    .filter(other -> ProcessIdentity.sessionOf(other.pid())
                            .filter(session::equals)
                            .isPresent())
                    .forEach(members::add);
            boolean unused = new ProcessTree(members).stop(grace);
        });
        OptionalInt unused = exitCode();
    }

    /**
     * Returns the file for the input of a process. The shim deletes it as soon as it has opened it.
     *
     * @param folder the folder of the process
     * @return the file
     */
    public static Path stdinFile(Path folder) {
        return folder.resolve(DetachedLauncher.STDIN);
    }

    /**
     * Returns the file that standard output is written to.
     *
     * @return the file
     */
    public Path stdoutFile() {
        return folder.resolve(DetachedLauncher.STDOUT);
    }

    /**
     * Returns the file that standard error is written to. It does not exist if standard error is merged into standard output.
     *
     * @return the file
     */
    public Path stderrFile() {
        return folder.resolve(DetachedLauncher.STDERR);
    }

    private OptionalInt writtenExitCode() {
        String text = read(folder.resolve(DetachedLauncher.EXIT));
        return text.matches("[0-9]{1,9}\n") ? OptionalInt.of(Integer.parseInt(text.strip())) : OptionalInt.empty();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    private static void pause() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the process id and whether it runs. */
    @Override
    public String toString() {
        return isRunning() ? "running, pid " + pid() : "ended, pid " + pid();
    }
}
