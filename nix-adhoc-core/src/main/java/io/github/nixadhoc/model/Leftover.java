package io.github.nixadhoc.model;

import java.util.Objects;

/**
 * A process that was left running when its JVM was killed.
 *
 * @param pid the process id that it had
 * @param command its command line as the operating system shows it; empty where it does not
 * @since 0.1
 */
public record Leftover(long pid, String command) {

    /**
     * Checks for null.
     *
     * @param pid the process id
     * @param command its command line
     */
    public Leftover {
        Objects.requireNonNull(command, "command");
    }
}
