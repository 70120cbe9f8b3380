package io.github.nixadhoc.model;

/**
 * The treatment of output beyond the limit of bytes that are kept.
 *
 * @since 0.1
 */
public enum Overflow {
    /** Keeps the first and the last half of the limit and counts what lies between; the program goes on. */
    KEEP_HEAD_AND_TAIL,
    /** Keeps the last bytes only and counts what came before; the program goes on. */
    KEEP_TAIL,
    /** Stops the program; its termination is {@link Termination.OutputLimit}. */
    FAIL
}
