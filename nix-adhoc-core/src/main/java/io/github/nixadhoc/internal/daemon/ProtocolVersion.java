package io.github.nixadhoc.internal.daemon;

/**
 * A version of the worker protocol.
 *
 * @param major the major version, which is 1 for every Nix since 2.0
 * @param minor the minor version
 */
record ProtocolVersion(int major, int minor) {

    /** The version of Nix 2.8. */
    static final ProtocolVersion OLDEST = new ProtocolVersion(1, 34);

    /** The version of Nix 2.26 to 2.34. */
    static final ProtocolVersion NEWEST = new ProtocolVersion(1, 38);

    private static final int MINOR_BITS = 8;
    private static final int MAX_MINOR = 0xFF;

    /** Returns the version that a number of the protocol means. */
    static ProtocolVersion of(long number) throws MalformedAnswerException {
        if (number < 0 || number > Character.MAX_VALUE) {
            throw new MalformedAnswerException("a version of the protocol that cannot be: " + number);
        }
        return new ProtocolVersion((int) number >> MINOR_BITS, (int) number & MAX_MINOR);
    }

    /** Returns the number by which the protocol names this version. */
    long number() {
        return ((long) major << MINOR_BITS) | minor;
    }

    /** Returns whether this library speaks the version, or an older one with a daemon of this version. */
    boolean isUsable() {
        return major == OLDEST.major && minor >= OLDEST.minor;
    }

    /** Returns the version that both sides speak. */
    ProtocolVersion orOlder(ProtocolVersion other) {
        return number() <= other.number() ? this : other;
    }

    /** Returns whether this is a minor version or a later one. */
    boolean isAtLeast(int wanted) {
        return minor >= wanted;
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
