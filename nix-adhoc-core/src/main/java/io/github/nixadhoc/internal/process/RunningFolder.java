package io.github.nixadhoc.internal.process;

import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.internal.exec.ProcessIdentity;
import io.github.nixadhoc.internal.file.UserFolder;
import io.github.nixadhoc.model.Leftover;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes of a user that are to end with their JVM: a file for each, in {@code nix-adhoc/running} of the user's state
 * folder. A file whose JVM is gone tells what that JVM could not end any more, since it was killed.
 *
 * <p>Thread-safe.
 */
public final class RunningFolder {

    /** Nothing is written down. */
    public static final RunningFolder NONE = new RunningFolder(null);

    /** How long a process is not worth a file: most end before. */
    public static final Duration SHORT = Duration.ofMillis(100);

    private static final Duration GRACE = Duration.ofSeconds(3);

    /** A file of another boot may be that of another machine with the same home, so it is not thrown away at once. */
    private static final Duration OTHER_BOOT_KEPT = Duration.ofDays(30);

    private final @Nullable Path folder;
    private final AtomicBoolean looked = new AtomicBoolean();

    private RunningFolder(@Nullable Path folder) {
        this.folder = folder;
    }

    public static RunningFolder of(Map<String, String> environment) {
        return new RunningFolder(UserFolder.ofState("running", environment));
    }

    /** Returns the note of a process that has just been started; it is not written yet. */
    RunningNote note(RunningProcess process) {
        return new RunningNote(folder, process.pid());
    }

    /** Has a note written unless its process is a short one. */
    void writeLater(RunningNote note) {
        if (folder != null) {
            ScheduledFuture<?> writing =
                    Later.TIMER.schedule(() -> write(note), SHORT.toMillis(), TimeUnit.MILLISECONDS);
            note.writtenLaterBy(writing);
        }
    }

    /** Writes a note; the first one has what earlier JVMs have left ended beside. */
    void write(RunningNote note) {
        note.write();
        if (folder != null && looked.compareAndSet(false, true)) {
            thread(this::endLeftoversQuietly).start();
        }
    }

    private void endLeftoversQuietly() {
        try {
            for (Leftover leftover : endLeftovers()) {
                log().info(
                                "ended process {}, which a JVM left that was killed: {}",
                                leftover.pid(),
                                leftover.command());
            }
        } catch (UncheckedIOException e) {
            log().debug("what killed JVMs have left could not be looked for", e);
        }
    }

    /** Ends the processes whose JVM is gone, with all they have started, and returns them. */
    public synchronized List<Leftover> endLeftovers() {
        if (folder == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> files;
        try (Stream<Path> entries = Files.list(folder)) {
            files = entries.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String boot = ProcessIdentity.of(ProcessHandle.current().pid())
                .map(ProcessIdentity::boot)
                .orElse("");
        List<Path> done = new ArrayList<>();
        List<ProcessIdentity> left = new ArrayList<>();
        for (Path file : files) {
            Optional<RunningRecord> record = read(file);
            if (record.isPresent() && record.get().jvm().boot().equals(boot)) {
                if (!record.get().jvm().isAlive()) {
                    done.add(file);
                    left.add(record.get().process());
                }
            } else if (isOld(file)) {
                done.add(file);
            }
        }
        List<Leftover> ended = left.stream()
                .filter(ProcessIdentity::isAlive)
                .map(RunningFolder::leftover)
                .toList();
        ProcessIdentity.stopAll(left, GRACE);
        done.forEach(RunningFolder::delete);
        return ended;
    }

    private static Leftover leftover(ProcessIdentity process) {
        Optional<String> command =
                ProcessHandle.of(process.pid()).flatMap(handle -> handle.info().commandLine());
        return Leftover.of(process.pid(), command.orElse(""));
    }

    private static Optional<RunningRecord> read(Path file) {
        try {
            return RunningRecord.parse(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isOld(Path file) {
        try {
            return Files.getLastModifiedTime(file)
                    .toInstant()
                    .isBefore(Instant.now().minus(OTHER_BOOT_KEPT));
        } catch (IOException e) {
            return false;
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log().debug("{} stays, and tells of nothing", file, e);
        }
    }

    /** Asked for when there is something to say: a short run is not to wait for it. */
    private static Logger log() {
        return LoggerFactory.getLogger(RunningFolder.class);
    }

    /** Made for the first call of Nix or pipeline: a run has no timer. */
    private static final class Later {

        static final ScheduledThreadPoolExecutor TIMER = new ScheduledThreadPoolExecutor(1, RunningFolder::thread);

        static {
            TIMER.setKeepAliveTime(5, TimeUnit.SECONDS);
            TIMER.allowCoreThreadTimeOut(true);
            TIMER.setRemoveOnCancelPolicy(true);
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(null, task, "nix-adhoc-running", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(RunningFolder.class.getClassLoader());
        return thread;
    }
}
