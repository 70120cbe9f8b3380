package io.github.nixadhoc;

import io.github.nixadhoc.exec.ProcessIdentity;
import java.util.Objects;
import java.util.Optional;

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

    /** Returns a process that still runs; empty if it does not. */
    static Optional<Leftover> of(ProcessIdentity process) {
        if (!process.isAlive()) {
            return Optional.empty();
        }
        String command = ProcessHandle.of(process.pid())
                .flatMap(handle -> handle.info().commandLine())
                .orElse("");
        return Optional.of(new Leftover(process.pid(), command));
    }
}
