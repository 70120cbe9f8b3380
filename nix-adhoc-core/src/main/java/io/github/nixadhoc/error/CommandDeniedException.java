package io.github.nixadhoc.error;

/**
 * Reports that the policy did not allow the command. Nothing was run.
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
     * @param reason the reason, in the words of the policy
     * @param rule the rule that decided; empty if none did
     * @param unanswered true if a person had to be asked and the policy has no approver
     */
    public CommandDeniedException(Failure failure, String reason, String rule, boolean unanswered) {
        super(failure);
        this.reason = reason;
        this.rule = rule;
        this.unanswered = unanswered;
    }

    /**
     * Returns the reason, in the words of the policy.
     *
     * @return the reason
     */
    public String reason() {
        return reason;
    }

    /**
     * Returns the rule that decided, by its name in the audit.
     *
     * @return the rule; empty if the decision named none
     */
    public String rule() {
        return rule;
    }

    /**
     * Returns whether a person had to be asked and the policy has no approver.
     *
     * @return true if a policy with an approver might allow the command
     */
    public boolean isUnanswered() {
        return unanswered;
    }
}
