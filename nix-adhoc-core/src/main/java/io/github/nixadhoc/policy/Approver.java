package io.github.nixadhoc.policy;

/**
 * Asks a person whether a command may run. May block; the client waits five minutes at most, and not beyond the command's
 * deadline, and takes no answer for a no. Implementations must be thread-safe.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Approver {

    /**
     * Asks.
     *
     * @param command the command, exactly as it would run
     * @param question why it is asked
     * @return whether the command may run, this once
     */
    boolean approves(PlannedCommand command, String question);
}
