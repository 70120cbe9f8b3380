package io.github.nixadhoc.schedule;

import io.github.nixadhoc.internal.text.ShellQuoting;
import io.github.nixadhoc.model.EqualByContent;
import java.nio.file.Path;
import java.util.List;

/**
 * The result of {@link GarbageSchedule#install()}, with the steps that are left to do.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class Installation extends EqualByContent {

    private final ScheduleKind kind;
    private final List<ScheduleFile> files;
    private final List<Path> written;
    private final boolean active;
    private final List<ManagerCall> calls;
    private final List<String> leftToDo;

    Installation(
            ScheduleKind kind,
            List<ScheduleFile> files,
            List<Path> written,
            boolean active,
            List<ManagerCall> calls,
            List<String> leftToDo) {
        this.kind = kind;
        this.files = List.copyOf(files);
        this.written = List.copyOf(written);
        this.active = active;
        this.calls = List.copyOf(calls);
        this.leftToDo = List.copyOf(leftToDo);
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

    /**
     * Returns the calls of the service manager, in order.
     *
     * @return an unmodifiable list
     */
    public List<ManagerCall> calls() {
        return calls;
    }

    /**
     * Returns the steps that a person has to do before the schedule is active.
     *
     * @return an unmodifiable list of command lines and sentences; empty if it is active
     */
    public List<String> leftToDo() {
        return leftToDo;
    }

    @Override
    protected List<Object> parts() {
        return List.of(kind, files, written, active, calls, leftToDo);
    }

    /** Returns the written files, whether the schedule is active, and the steps that are left, for a person. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(active ? "active" : "not active yet");
        files.forEach(file -> text.append(written.contains(file.path()) ? "\n  wrote " : "\n  unchanged ")
                .append(file.path()));
        calls.forEach(call -> text.append("\n  ran ").append(ShellQuoting.quote(call.command())));
        leftToDo.forEach(step -> text.append("\n  left to do: ").append(step));
        return text.toString();
    }
}
