package io.github.nixadhoc.error;

/**
 * The policy did not allow the command; nothing was run.
 *
 * @since 0.1
 */
public final class CommandDeniedException extends NixException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    /**
     * Creates the exception.
     *
     * @param failure what happened
     * @param reason why, in the words of the policy
     */
    public CommandDeniedException(Failure failure, String reason) {
        super(failure);
        this.reason = reason;
    }

    /**
     * Returns why, in the words of the policy.
     *
     * @return why, in the words of the policy
     */
    public String reason() {
        return reason;
    }
}
