package io.github.nixadhoc.schedule;

import io.github.nixadhoc.internal.text.ShellQuoting;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@link GarbageSchedule#uninstall()}.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class Removal {

    private final List<Path> deleted;
    private final List<ManagerCall> calls;
    private final List<String> leftToDo;

    private Removal(Builder builder) {
        this.deleted = builder.deleted;
        this.calls = builder.calls;
        this.leftToDo = builder.leftToDo;
    }

    /**
     * Returns a new builder of a {@code Removal}. The library uses it, and so may the tests of its users.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder();
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
    public boolean equals(@Nullable Object other) {
        return other instanceof Removal that && content().equals(that.content());
    }

    @Override
    public int hashCode() {
        return content().hashCode();
    }

    private List<Object> content() {
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

    /**
     * Builds a {@link Removal}.
     *
     * <p>Not thread-safe.
     *
     * @since 0.1
     */
    public static final class Builder {

        private List<Path> deleted = List.of();
        private List<ManagerCall> calls = List.of();
        private List<String> leftToDo = List.of();

        private Builder() {}

        /**
         * Sets the files and links that were deleted.
         *
         * @param deleted the paths; empty unless set
         * @return this builder
         */
        public Builder deleted(List<Path> deleted) {
            this.deleted = List.copyOf(deleted);
            return this;
        }

        /**
         * Sets the calls of the service manager.
         *
         * @param calls the calls, in order; empty unless set
         * @return this builder
         */
        public Builder calls(List<ManagerCall> calls) {
            this.calls = List.copyOf(calls);
            return this;
        }

        /**
         * Sets the steps that a person has to do.
         *
         * @param leftToDo command lines and sentences; empty unless set
         * @return this builder
         */
        public Builder leftToDo(List<String> leftToDo) {
            this.leftToDo = List.copyOf(leftToDo);
            return this;
        }

        /**
         * Returns the result.
         *
         * @return an immutable {@code Removal}
         */
        public Removal build() {
            return new Removal(this);
        }
    }
}
