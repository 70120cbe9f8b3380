package io.github.nixadhoc.schedule;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The state of a schedule on this system.
 *
 * @param kind what keeps the schedule
 * @param files each file of the schedule and how it compares with what would be written, in that order
 * @param active whether the service manager keeps the schedule; false where none runs
 * @param nextRun when it will collect next; empty if that is not known
 * @since 0.1
 */
public record ScheduleStatus(ScheduleKind kind, Map<Path, FileState> files, boolean active, Optional<Instant> nextRun) {

    private static final Set<FileState> INSTALLED =
            Collections.unmodifiableSet(EnumSet.of(FileState.CURRENT, FileState.OTHER, FileState.EDITED));

    /**
     * Copies the map.
     *
     * @param kind what keeps the schedule
     * @param files each file of the schedule and its state
     * @param active whether the service manager keeps the schedule
     * @param nextRun when it will collect next
     */
    public ScheduleStatus {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    /**
     * Returns whether all files of the schedule are there, edited or not.
     *
     * @return true if each was written by this library
     */
    public boolean isInstalled() {
        return INSTALLED.containsAll(files.values());
    }

    /**
     * Returns whether what is installed is this very schedule.
     *
     * @return true if installing it would write nothing
     */
    public boolean isCurrent() {
        return files.values().stream().allMatch(state -> state == FileState.CURRENT);
    }

    /** Returns whether the schedule is active, when it runs next, and the state of each file, for a person. */
    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder(active ? "active" : isInstalled() ? "installed, not active" : "not active");
        nextRun.ifPresent(next -> text.append(", next run ").append(next));
        files.forEach((file, state) -> text.append("\n  ")
                .append(state.name().toLowerCase(Locale.ROOT))
                .append(' ')
                .append(file));
        return text.toString();
    }
}
