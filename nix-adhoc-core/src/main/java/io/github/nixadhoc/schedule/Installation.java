package io.github.nixadhoc.schedule;

import io.github.nixadhoc.internal.text.ShellQuoting;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@link GarbageSchedule#install()}, with the steps that are left to do.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class Installation {

    private final ScheduleKind kind;
    private final List<ScheduleFile> files;
    private final List<Path> written;
    private final boolean active;
    private final List<ManagerCall> calls;
    private final List<String> leftToDo;

    private Installation(Builder builder) {
        this.kind = builder.kind;
        this.files = builder.files;
        this.written = builder.written;
        this.active = builder.active;
        this.calls = builder.calls;
        this.leftToDo = builder.leftToDo;
    }

    /**
     * Returns a new builder of an {@code Installation}. The library uses it, and so may the tests of its users.
     *
     * @param kind the kind of the schedule
     * @return the builder
     */
    public static Builder builder(ScheduleKind kind) {
        return new Builder(kind);
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
    public boolean equals(@Nullable Object other) {
        return other instanceof Installation that && content().equals(that.content());
    }

    @Override
    public int hashCode() {
        return content().hashCode();
    }

    private List<Object> content() {
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

    /**
     * Builds an {@link Installation}.
     *
     * <p>Not thread-safe.
     *
     * @since 0.1
     */
    public static final class Builder {

        private final ScheduleKind kind;
        private List<ScheduleFile> files = List.of();
        private List<Path> written = List.of();
        private boolean active;
        private List<ManagerCall> calls = List.of();
        private List<String> leftToDo = List.of();

        private Builder(ScheduleKind kind) {
            this.kind = Objects.requireNonNull(kind, "kind");
        }

        /**
         * Sets the files of the schedule.
         *
         * @param files the files; empty unless set
         * @return this builder
         */
        public Builder files(List<ScheduleFile> files) {
            this.files = List.copyOf(files);
            return this;
        }

        /**
         * Sets the files that were written.
         *
         * @param written the paths; empty unless set
         * @return this builder
         */
        public Builder written(List<Path> written) {
            this.written = List.copyOf(written);
            return this;
        }

        /**
         * Sets whether the service manager has loaded the schedule.
         *
         * @param active true if it has; false unless set
         * @return this builder
         */
        public Builder active(boolean active) {
            this.active = active;
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
         * @return an immutable {@code Installation}
         */
        public Installation build() {
            return new Installation(this);
        }
    }
}
