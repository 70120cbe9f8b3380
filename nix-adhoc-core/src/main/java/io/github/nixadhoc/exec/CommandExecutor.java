package io.github.nixadhoc.exec;

/**
 * Starts processes: the plug behind every command of this library.
 *
 * <p>Implementations must be thread-safe; many commands run at once. They must keep the promises of
 * {@link RunningProcess}: every process ends, and its outcome is always delivered.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface CommandExecutor {

    /**
     * Starts a process and returns without waiting for its end.
     *
     * @param spec what to start
     * @return the running process
     * @throws ProcessStartException if it cannot be started: no such program, not executable, no such directory
     */
    RunningProcess start(ProcessSpec spec);
}
