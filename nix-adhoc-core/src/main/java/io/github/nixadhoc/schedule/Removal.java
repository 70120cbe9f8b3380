package io.github.nixadhoc.schedule;

import io.github.nixadhoc.internal.text.ShellQuoting;
import io.github.nixadhoc.model.EqualByContent;
import java.nio.file.Path;
import java.util.List;

/**
 * The result of {@link GarbageSchedule#uninstall()}.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class Removal extends EqualByContent {

    private final List<Path> deleted;
    private final List<ManagerCall> calls;
    private final List<String> leftToDo;

    private Removal(List<Path> deleted, List<ManagerCall> calls, List<String> leftToDo) {
        this.deleted = List.copyOf(deleted);
        this.calls = List.copyOf(calls);
        this.leftToDo = List.copyOf(leftToDo);
    }

    /**
     * Returns a {@code Removal}. The library uses this, and so may the tests of its users.
     *
     * @param deleted the files and links that were deleted
     * @param calls the calls of the service manager, in order
     * @param leftToDo the steps that a person has to do
     * @return an immutable {@code Removal}
     */
    public static Removal of(List<Path> deleted, List<ManagerCall> calls, List<String> leftToDo) {
        return new Removal(deleted, calls, leftToDo);
    }

    /**
     * Returns the files and links that were deleted.
     *
     * @return an unmodifiable list
     */
    public List<Path> deleted() {
        return deleted;
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
     * Returns the steps that a person has to do.
     *
     * @return an unmodifiable list of command lines and sentences
     */
    public List<String> leftToDo() {
        return leftToDo;
    }

    @Override
    protected List<Object> parts() {
        return List.of(deleted, calls, leftToDo);
    }

    /** Returns the deleted files and the steps that are left, for a person. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(deleted.isEmpty() ? "nothing to remove" : "removed");
        deleted.forEach(file -> text.append("\n  deleted ").append(file));
        calls.forEach(call -> text.append("\n  ran ").append(ShellQuoting.quote(call.command())));
        leftToDo.forEach(step -> text.append("\n  left to do: ").append(step));
        return text.toString();
    }
}
