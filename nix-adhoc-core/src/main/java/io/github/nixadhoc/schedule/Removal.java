package io.github.nixadhoc.schedule;

import java.nio.file.Path;
import java.util.List;

/**
 * The result of {@link GarbageSchedule#uninstall()}.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class Removal extends ScheduleChange {

    private final List<Path> deleted;

    private Removal(List<Path> deleted, List<ManagerCall> calls, List<String> leftToDo) {
        super(calls, leftToDo);
        this.deleted = List.copyOf(deleted);
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

    @Override
    protected List<Object> parts() {
        return List.of(deleted, calls(), leftToDo());
    }

    @Override
    String filesInWords() {
        StringBuilder text = new StringBuilder(deleted.isEmpty() ? "nothing to remove" : "removed");
        deleted.forEach(file -> text.append("\n  deleted ").append(file));
        return text.toString();
    }
}
