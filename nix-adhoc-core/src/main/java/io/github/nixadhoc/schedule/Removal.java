package io.github.nixadhoc.schedule;

import io.github.nixadhoc.internal.text.ShellQuoting;
import java.nio.file.Path;
import java.util.List;

/**
 * The result of {@link GarbageSchedule#uninstall()}.
 *
 * @param deleted the files and links that were deleted
 * @param calls the calls of the service manager, in order
 * @param leftToDo what a person has to do, one command line or sentence each; empty if nothing
 * @since 0.1
 */
public record Removal(List<Path> deleted, List<ManagerCall> calls, List<String> leftToDo) {

    /**
     * Copies the lists.
     *
     * @param deleted the files and links that were deleted
     * @param calls the calls of the service manager
     * @param leftToDo what a person has to do
     */
    public Removal {
        deleted = List.copyOf(deleted);
        calls = List.copyOf(calls);
        leftToDo = List.copyOf(leftToDo);
    }

    /** Returns what was deleted, and what is left to do, for a person. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(deleted.isEmpty() ? "nothing to remove" : "removed");
        deleted.forEach(file -> text.append("\n  deleted ").append(file));
        calls.forEach(call -> text.append("\n  ran ").append(ShellQuoting.quote(call.command())));
        leftToDo.forEach(step -> text.append("\n  left to do: ").append(step));
        return text.toString();
    }
}
