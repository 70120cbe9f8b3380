package io.github.nixadhoc.internal.daemon;

/** A kind of garbage collection. */
public enum GarbageAction {
    /** Return the paths in use. */
    RETURN_LIVE(0),
    /** Return the paths that are not in use. */
    RETURN_DEAD(1),
    /** Delete the paths that are not in use. */
    DELETE_DEAD(2),
    /** Delete the given paths, if they are not in use. */
    DELETE_SPECIFIC(3);

    private final int number;

    GarbageAction(int number) {
        this.number = number;
    }

    /** Returns the number of the kind in the protocol. */
    int number() {
        return number;
    }
}
