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
 * <p>Between the JVM and the process stands a small shell, the keeper, which leads the session, waits for the process, and
 * writes its exit code to a file. Thread-safe; each answer is looked up anew.
 *
 * @since 0.1
 */
public final class DetachedProcess {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(10);
    private static final long KEEPER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Path folder;
    private final ProcessIdentity process;
    private final long keeper;

    private DetachedProcess(Path folder, ProcessIdentity process, long keeper) {
        this.folder = folder;
        this.process = process;
        this.keeper = keeper;
    }

    /**
     * Starts a process that goes on when this JVM ends. Blocks until it has been started.
     *
     * <p>What would keep it from starting is looked for before: a missing directory, program, interpreter or loader, for
     * instance. If the system then refuses it for another reason, it ends with exit code 126 or 127, as from a shell.
     *
     * @param executor what starts the keeper, on this machine
     * @param spec the process; what it reads must be closed, bytes or a file, and its output goes to files in the folder
     * @param folder an existing folder for this process alone
     * @param marks variables of the keeper, for whoever looks at the environment of processes; the process itself gets the
     *     environment of the spec, where {@code /usr/bin/env} knows {@code -S}; elsewhere it gets these too
     * @return the process, which may have ended already
     * @throws ProcessStartException if it cannot be started
     * @throws IOException if the folder cannot be written, or the shell in between failed
     */
    public static DetachedProcess start(
            CommandExecutor executor, ProcessSpec spec, Path folder, Map<String, String> marks) throws IOException {
        ProcessOutcome launched = launch(executor, spec, folder, marks).await();
        long start = System.nanoTime();
        while (System.nanoTime() - start < START_TIMEOUT.toNanos()) {
            Optional<DetachedProcess> process = in(folder);
            if (process.isPresent()) {
                return process.get().withItsStart();
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
            CommandExecutor executor, ProcessSpec spec, Path folder, Map<String, String> marks) throws IOException {
        try {
            StartPreconditions.check(spec);
        } catch (IOException e) {
            throw new StartFailure(spec, e).toException();
        }
        ProcessSpec launcher = DetachedLauncher.of(spec, folder, marks);
        try {
            return executor.start(launcher);
        } catch (ProcessStartException e) {
            // the message has to name the process of the caller, not the shell that starts it
            throw e.getCause() instanceof IOException cause ? new StartFailure(spec, cause).toException() : e;
        }
    }

    /**
     * Returns the process that was started with a folder.
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

    /** Adds the start of the process, which a shell cannot find out where there is no {@code /proc}. */
    private DetachedProcess withItsStart() throws IOException {
        Optional<ProcessIdentity> known =
                process.start().isEmpty() ? ProcessIdentity.of(process.pid()) : Optional.empty();
        if (known.isEmpty()) {
            return this;
        }
        Files.writeString(folder.resolve(DetachedLauncher.PROCESS), known.get() + "\n" + keeper + "\n");
        return new DetachedProcess(folder, known.get(), keeper);
    }

    /**
     * Returns the process id.
     *
     * @return the id that the operating system knew it by when it was started
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
     * Returns the exit code; 128 and the signal's number if a signal ended it. Blocks for a second at most, when the process
     * has ended this moment.
     *
     * @return the exit code; empty while it runs, and if nobody was left to write it down: the keeper has been killed, or
     *     the machine went down
     */
    public OptionalInt exitCode() {
        long start = System.nanoTime();
        OptionalInt code = writtenExitCode();
        while (code.isEmpty()
                && !process.isAlive()
                && System.nanoTime() - start < KEEPER_NANOS
                && ProcessIdentity.sessionOf(keeper).isPresent()) {
            pause();
            code = writtenExitCode();
        }
        return code;
    }

    /**
     * Sends the process a signal, and not those that it has started.
     *
     * @param signal the signal
     * @return whether it was sent; false if the process has ended
     */
    public boolean signal(Signal signal) {
        return process.signal(signal);
    }

    /**
     * Stops the process and all in its session: SIGTERM, then SIGKILL after the grace period. Has no effect if it has ended.
     * Blocks until all have ended, a few seconds longer than the grace period at most.
     *
     * @param grace how long they may take after SIGTERM
     */
    public void stop(Duration grace) {
        process.handle().ifPresent(handle -> {
            List<ProcessHandle> members = new ArrayList<>(List.of(handle));
            String session = Long.toString(keeper);
            ProcessHandle.allProcesses()
                    .filter(other -> other.pid() != keeper)
                    .filter(other -> ProcessIdentity.sessionOf(other.pid())
                            .filter(session::equals)
                            .isPresent())
                    .forEach(members::add);
            boolean unused = new ProcessTree(members).stop(grace);
        });
        OptionalInt unused = exitCode();
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
     * Returns the file that standard error is written to; it is missing where that is merged into standard output.
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
