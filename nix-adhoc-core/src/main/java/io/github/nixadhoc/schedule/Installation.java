package io.github.nixadhoc.schedule;

import io.github.nixadhoc.internal.text.ShellQuoting;
import java.nio.file.Path;
import java.util.List;

/**
 * The result of {@link GarbageSchedule#install()}, and the steps that are left to do.
 *
 * @param kind what keeps the schedule
 * @param files the files of the schedule, all in place now
 * @param written those of them that were written; the others were the same before
 * @param active whether the service manager has taken the schedule over
 * @param calls the calls of the service manager, in order
 * @param leftToDo what a person has to do before the schedule is active, one command line or sentence each; empty if it is
 * @since 0.1
 */
public record Installation(
        ScheduleKind kind,
        List<ScheduleFile> files,
        List<Path> written,
        boolean active,
        List<ManagerCall> calls,
        List<String> leftToDo) {

    /**
     * Copies the lists.
     *
     * @param kind what keeps the schedule
     * @param files the files of the schedule
     * @param written those of them that were written
     * @param active whether the service manager has taken the schedule over
     * @param calls the calls of the service manager
     * @param leftToDo what a person has to do
     */
    public Installation {
        files = List.copyOf(files);
        written = List.copyOf(written);
        calls = List.copyOf(calls);
        leftToDo = List.copyOf(leftToDo);
    }

    /** Returns what was written, whether it is active, and what is left to do, for a person. */
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
