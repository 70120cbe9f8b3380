package io.github.nixadhoc.model;

import java.util.List;
import java.util.Objects;

/**
 * A process that was still running when its JVM was killed.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class Leftover extends EqualByContent {

    private final long pid;
    private final String command;

    private Leftover(long pid, String command) {
        this.pid = pid;
        this.command = Objects.requireNonNull(command, "command");
    }

    /**
     * Returns a process that was still running. The library uses this, and so may the tests of its users.
     *
     * @param pid the process id
     * @param command the command line, or an empty text
     * @return an immutable {@code Leftover}
     */
    public static Leftover of(long pid, String command) {
        return new Leftover(pid, command);
    }

    /**
     * Returns the process id that it had.
     *
     * @return the process id
     */
    public long pid() {
        return pid;
    }

    /**
     * Returns the command line as the operating system shows it.
     *
     * @return the command line; empty if the system does not show it
     */
    public String command() {
        return command;
    }

    @Override
    protected List<Object> parts() {
        return List.of(pid, command);
    }

    @Override
    public String toString() {
        return "Leftover[pid=" + pid + ", command=" + command + "]";
    }
}
