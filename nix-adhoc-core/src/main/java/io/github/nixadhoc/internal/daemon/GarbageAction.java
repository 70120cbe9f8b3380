package io.github.nixadhoc.internal.daemon;

/** The kinds of garbage collection, in the order of their numbers in the protocol. */
public enum GarbageAction {
    /** Return the paths in use. */
    RETURN_LIVE,
    /** Return the paths that are not in use. */
    RETURN_DEAD,
    /** Delete the paths that are not in use. */
    DELETE_DEAD,
    /** Delete the given paths, if they are not in use. */
    DELETE_SPECIFIC
}
