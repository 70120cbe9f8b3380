package io.github.nixadhoc.internal.process;

import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.internal.exec.DaemonThreads;
import io.github.nixadhoc.internal.exec.ProcessIdentity;
import io.github.nixadhoc.internal.file.PrivateFolder;
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
 * The records of processes that have to end with their JVM: a file for each in {@code nix-adhoc/running} of the user's state
 * folder. A file whose JVM has ended belongs to a process that a killed JVM has left behind.
 *
 * <p>Thread-safe.
 */
public final class RunningFolder {

    /** The folder that records no process. */
    public static final RunningFolder NONE = new RunningFolder(null);

    /** The time after which a process gets a file; most processes end earlier. */
    public static final Duration SHORT = Duration.ofMillis(100);

    private static final Duration GRACE_PERIOD = Duration.ofSeconds(3);

    /** The age at which a file of another boot is deleted; it may belong to another machine with the same home. */
    private static final Duration MAX_AGE_OF_OTHER_BOOT = Duration.ofDays(30);

    private final @Nullable Path folder;
    private final AtomicBoolean hasLookedForLeftovers = new AtomicBoolean();

    private RunningFolder(@Nullable Path folder) {
        this.folder = folder;
    }

    /** Returns the folder of the user of an environment. */
    public static RunningFolder of(Map<String, String> environment) {
        return new RunningFolder(UserFolder.ofState("running", environment));
    }

    /** Returns the unwritten note of a process that has just been started. */
    RunningNote note(RunningProcess process) {
        return new RunningNote(folder, process.pid());
    }

    /** Schedules the writing of a note for the case that its process does not end soon. */
    void writeLater(RunningNote note) {
        if (folder != null) {
            ScheduledFuture<?> writing =
                    Later.TIMER.schedule(() -> write(note), SHORT.toMillis(), TimeUnit.MILLISECONDS);
            note.setScheduledWrite(writing);
        }
    }

    /** Writes a note. The first call also stops the processes that earlier JVMs have left behind, in the background. */
    void write(RunningNote note) {
        note.write();
        if (folder != null && hasLookedForLeftovers.compareAndSet(false, true)) {
            newThread(this::endLeftoversQuietly).start();
        }
    }

    private void endLeftoversQuietly() {
        try {
            for (Leftover leftover : endLeftovers()) {
                // its arguments may be secret, and a log has more readers than the process had
                log().info("stopped process {}, which a killed JVM had left behind", leftover.pid());
                log().debug("the process {} was {}", leftover.pid(), leftover.command());
            }
        } catch (UncheckedIOException e) {
            log().debug("the processes that killed JVMs have left behind could not be listed", e);
        }
    }

    /** Stops the processes whose JVM has ended, with all their descendants, and returns them. */
    public synchronized List<Leftover> endLeftovers() {
        if (folder == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> files;
        try (Stream<Path> entries = Files.list(folder)) {
            files = entries.filter(PrivateFolder::isOwn).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String boot = ProcessIdentity.of(ProcessHandle.current().pid())
                .map(ProcessIdentity::boot)
                .orElse("");
        List<Path> obsolete = new ArrayList<>();
        List<ProcessIdentity> orphans = new ArrayList<>();
        for (Path file : files) {
            Optional<RunningRecord> record = read(file);
            if (record.isPresent() && record.get().jvm().boot().equals(boot)) {
                if (!record.get().jvm().isAlive()) {
                    obsolete.add(file);
                    orphans.add(record.get().process());
                }
            } else if (isOld(file)) {
                obsolete.add(file);
            }
        }
        List<Leftover> ended = orphans.stream()
                .filter(ProcessIdentity::isAlive)
                .map(RunningFolder::leftover)
                .toList();
        ProcessIdentity.stopAll(orphans, GRACE_PERIOD);
        obsolete.forEach(RunningFolder::delete);
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
                    .isBefore(Instant.now().minus(MAX_AGE_OF_OTHER_BOOT));
        } catch (IOException e) {
            return false;
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log().debug("the obsolete file {} could not be deleted", file, e);
        }
    }

    /** Returns the logger, which is created on first use, because a short run must not wait for it. */
    private static Logger log() {
        return LoggerFactory.getLogger(RunningFolder.class);
    }

    /** Holds the timer, which is created by the first call of Nix or the first pipeline; a run needs none. */
    private static final class Later {

        static final ScheduledThreadPoolExecutor TIMER = DaemonThreads.newTimer(RunningFolder::newThread);
    }

    private static Thread newThread(Runnable task) {
        return DaemonThreads.newThread("nix-adhoc-running", task);
    }
}
