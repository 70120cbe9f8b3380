package io.github.nixadhoc.policy;

/**
 * Asks a person whether a command may run. It may block: the client waits at most five minutes, and not longer than the
 * deadline of the command, and a missing answer is a no. A command that is too long to be looked over, with a
 * {@linkplain PlannedCommand#description() description} of more than 10,000 characters, is denied without a question.
 * Implementations must be thread-safe.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Approver {

    /**
     * Asks the person.
     *
     * @param command the command, exactly as it would run
     * @param question the question on one line, at most 1,000 characters; what is invisible in it is escaped
     * @return true if the command may run, this once
     */
    boolean approves(PlannedCommand command, String question);
}
