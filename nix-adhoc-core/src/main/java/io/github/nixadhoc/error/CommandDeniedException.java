package io.github.nixadhoc.error;

/**
 * The policy did not allow the command; nothing was run.
 *
 * @since 0.1
 */
public final class CommandDeniedException extends NixException {

    private static final long serialVersionUID = 1L;

    private final String reason;
    private final String rule;
    private final boolean unanswered;

    /**
     * Creates the exception.
     *
     * @param failure what happened
     * @param reason why, in the words of the policy
     * @param rule the rule that decided; empty if none did
     * @param unanswered whether a person would have had to be asked, and nobody was there to ask one
     */
    public CommandDeniedException(Failure failure, String reason, String rule, boolean unanswered) {
        super(failure);
        this.reason = reason;
        this.rule = rule;
        this.unanswered = unanswered;
    }

    /**
     * Returns why, in the words of the policy.
     *
     * @return why, in the words of the policy
     */
    public String reason() {
        return reason;
    }

    /**
     * Returns the rule that decided, by its name in the audit.
     *
     * @return the rule; empty if it was none of the policy
     */
    public String rule() {
        return rule;
    }

    /**
     * Returns whether a person would have had to be asked, and the policy had nobody who does.
     *
     * @return whether the command might run with a policy that has an approver
     */
    public boolean isUnanswered() {
        return unanswered;
    }

    @Override
    protected NixException copy(Failure failure) {
        return new CommandDeniedException(failure, reason, rule, unanswered);
    }
}
