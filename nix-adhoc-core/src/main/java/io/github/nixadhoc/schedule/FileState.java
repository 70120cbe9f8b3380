package io.github.nixadhoc.schedule;

/**
 * The difference between a file on disk and the one that a schedule would write there.
 *
 * @since 0.1
 */
public enum FileState {

    /** There is no such file. */
    ABSENT,

    /** It is what this schedule would write. */
    CURRENT,

    /** This library wrote it, for another schedule or another Nix, and nobody has changed it since. */
    OTHER,

    /** This library wrote it, and somebody has changed it since. */
    EDITED,

    /** It does not come from this library. */
    FOREIGN
}
