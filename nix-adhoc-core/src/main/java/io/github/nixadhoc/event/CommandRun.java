package io.github.nixadhoc.event;

import java.util.Objects;

/**
 * One run of one command. A command that is run twice has two of them.
 *
 * <p>Immutable and thread-safe.
 *
 * @param id tells runs apart; unique within the JVM, 1 or more
 * @param command the line of {@code nix} that does the same, as the command prints it, with no value of any variable
 * @since 0.1
 */
public record CommandRun(long id, String command) {

    /**
     * Checks that there is a line.
     *
     * @param id tells runs apart
     * @param command the line
     */
    public CommandRun {
        Objects.requireNonNull(command, "command");
    }
}
