package io.github.nixadhoc.model;

import java.util.Locale;

/**
 * The steps that a run passes through, in order.
 *
 * @since 0.1
 */
public enum Phase {
    /** Nix evaluates the installable: which program, which outputs. */
    RESOLVE,
    /** The command is shown to the policy. */
    REVIEW,
    /** Nix downloads or builds the outputs that are not in the store yet. */
    REALISE,
    /** The program itself runs. */
    EXECUTE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
