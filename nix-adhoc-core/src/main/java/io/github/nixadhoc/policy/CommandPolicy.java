package io.github.nixadhoc.policy;

/**
 * Decides whether a command may run.
 *
 * <p>Called once for each run, on the thread that runs the command, after the evaluation and before any download or
 * build. A policy that throws denies. Implementations must be thread-safe.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface CommandPolicy {

    /**
     * Reviews a command.
     *
     * @param command what is about to run
     * @return whether it may
     */
    Decision review(PlannedCommand command);

    /**
     * Returns the policy that allows every command; the default of a client.
     *
     * @return the policy
     */
    static CommandPolicy allowAll() {
        return command -> Decision.allow();
    }
}
