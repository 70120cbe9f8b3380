package io.github.nixadhoc.model;

/**
 * The importance of a finding, the least first.
 *
 * @since 0.1
 */
public enum Severity {

    /** As it should be. */
    OK,

    /** Nothing is wrong, but some packages or some users may miss something. */
    NOTE,

    /** It works, but slower, less safely or not for every package. */
    WARNING,

    /** Packages cannot be run until it is mended. */
    ERROR;

    /**
     * Returns whether something should be done about it.
     *
     * @return true for {@link #WARNING} and {@link #ERROR}
     */
    public boolean isProblem() {
        return compareTo(WARNING) >= 0;
    }
}
