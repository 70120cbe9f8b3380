package io.github.nixadhoc.event;

import io.github.nixadhoc.model.EqualByContent;
import java.util.List;
import java.util.Objects;

/**
 * One run of a command. A command that is run twice has two runs.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class CommandRun extends EqualByContent {

    private final long id;
    private final String command;

    private CommandRun(long id, String command) {
        this.id = id;
        this.command = Objects.requireNonNull(command, "command");
    }

    /**
     * Returns a run. The library uses this, and so may the tests of its users.
     *
     * @param id the number of the run
     * @param command the command line of {@code nix} that does the same
     * @return an immutable {@code CommandRun}
     */
    public static CommandRun of(long id, String command) {
        return new CommandRun(id, command);
    }

    /**
     * Returns the number of the run.
     *
     * @return the number, at least 1; unique within the JVM
     */
    public long id() {
        return id;
    }

    /**
     * Returns the command line of {@code nix} that does the same, without the values of variables.
     *
     * @return the command line
     */
    public String command() {
        return command;
    }

    @Override
    protected List<Object> parts() {
        return List.of(id, command);
    }

    @Override
    public String toString() {
        return "CommandRun[id=" + id + ", command=" + command + "]";
    }
}
