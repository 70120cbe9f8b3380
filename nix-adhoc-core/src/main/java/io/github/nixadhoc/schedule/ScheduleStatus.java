package io.github.nixadhoc.schedule;

import io.github.nixadhoc.model.EqualByContent;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state of a schedule on this system.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class ScheduleStatus extends EqualByContent {

    private static final Set<FileState> INSTALLED =
            Collections.unmodifiableSet(EnumSet.of(FileState.CURRENT, FileState.OTHER, FileState.EDITED));

    private final ScheduleKind kind;
    private final Map<Path, FileState> files;
    private final boolean active;
    private final @Nullable Instant nextRun;

    private ScheduleStatus(ScheduleKind kind, Map<Path, FileState> files, boolean active, @Nullable Instant nextRun) {
        this.kind = Objects.requireNonNull(kind, "kind");
        this.files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        this.active = active;
        this.nextRun = nextRun;
    }

    /**
     * Returns a {@code ScheduleStatus}. The library uses this, and so may the tests of its users.
     *
     * @param kind the service manager that keeps the schedule
     * @param files the files of the schedule, each compared with the text that {@link GarbageSchedule#install()} would
     *     write
     * @param active whether the service manager keeps the schedule
     * @param nextRun the time of the next collection; null if it is not known
     * @return an immutable {@code ScheduleStatus}
     */
    public static ScheduleStatus of(
            ScheduleKind kind, Map<Path, FileState> files, boolean active, @Nullable Instant nextRun) {
        return new ScheduleStatus(kind, files, active, nextRun);
    }

    /**
     * Returns the service manager that keeps the schedule.
     *
     * @return the kind of the schedule
     */
    public ScheduleKind kind() {
        return kind;
    }

    /**
     * Returns the files of the schedule, each compared with the text that {@link GarbageSchedule#install()} would write.
     *
     * @return an unmodifiable map, in the order of installation
     */
    public Map<Path, FileState> files() {
        return files;
    }

    /**
     * Returns whether the service manager keeps the schedule.
     *
     * @return true if it does; false if none is running
     */
    public boolean active() {
        return active;
    }

    /**
     * Returns the time of the next collection.
     *
     * @return the time; empty if it is not known
     */
    public Optional<Instant> nextRun() {
        return Optional.ofNullable(nextRun);
    }

    /**
     * Returns whether all files of the schedule exist, edited or not.
     *
     * @return true if each was written by this library
     */
    public boolean isInstalled() {
        return INSTALLED.containsAll(files.values());
    }

    /**
     * Returns whether exactly this schedule is installed.
     *
     * @return true if an installation would write nothing
     */
    public boolean isCurrent() {
        return files.values().stream().allMatch(state -> state == FileState.CURRENT);
    }

    @Override
    protected List<@Nullable Object> parts() {
        return Arrays.asList(kind, files, active, nextRun);
    }

    /** Returns whether the schedule is active, the time of its next run, and the state of each file, for a person. */
    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder(active ? "active" : isInstalled() ? "installed, not active" : "not active");
        nextRun().ifPresent(next -> text.append(", next run ").append(next));
        files.forEach((file, state) -> text.append("\n  ")
                .append(state.name().toLowerCase(Locale.ROOT))
                .append(' ')
                .append(file));
        return text.toString();
    }
}
