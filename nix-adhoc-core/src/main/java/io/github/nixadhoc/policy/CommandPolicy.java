package io.github.nixadhoc.policy;

/**
 * Decides whether a command may run.
 *
 * <p>Called for each run, each pin and each package of a prefetch, on the thread that runs the command, after the evaluation and before any download or build.
 * Where the program turns out to be another than was expected only when the packages are there (a script without
 * {@code bash}, a store path with a single program of another name), it is called once more, before the start. A policy
 * that throws denies. The time it takes is not limited by the command's timeout. Implementations must be thread-safe.
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
