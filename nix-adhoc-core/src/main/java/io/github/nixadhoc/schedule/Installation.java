package io.github.nixadhoc.schedule;

import java.nio.file.Path;
import java.util.List;

/**
 * The result of {@link GarbageSchedule#install()}, with the steps that are left to do.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class Installation extends ScheduleChange {

    private final ScheduleKind kind;
    private final List<ScheduleFile> files;
    private final List<Path> written;
    private final boolean active;

    Installation(
            ScheduleKind kind,
            List<ScheduleFile> files,
            List<Path> written,
            boolean active,
            List<ManagerCall> calls,
            List<String> leftToDo) {
        super(calls, leftToDo);
        this.kind = kind;
        this.files = List.copyOf(files);
        this.written = List.copyOf(written);
        this.active = active;
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
     * Returns the files of the schedule, all of which are in place now.
     *
     * @return an unmodifiable list
     */
    public List<ScheduleFile> files() {
        return files;
    }

    /**
     * Returns the files that were written. The others were the same before.
     *
     * @return an unmodifiable list
     */
    public List<Path> written() {
        return written;
    }

    /**
     * Returns whether the service manager has loaded the schedule.
     *
     * @return true if it has
     */
    public boolean active() {
        return active;
    }

    @Override
    protected List<Object> parts() {
        return List.of(kind, files, written, active, calls(), leftToDo());
    }

    @Override
    String filesInWords() {
        StringBuilder text = new StringBuilder(active ? "active" : "not active yet");
        files.forEach(file -> text.append(written.contains(file.path()) ? "\n  wrote " : "\n  unchanged ")
                .append(file.path()));
        return text.toString();
    }
}
