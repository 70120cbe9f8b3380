package io.github.nixadhoc.schedule;

/**
 * The difference between a file on disk and the one that a schedule would write there.
 *
 * @since 0.1
 */
public enum FileState {

    /** The file does not exist. */
    ABSENT,

    /** The file is as this schedule would write it. */
    CURRENT,

    /** This library wrote the file, for another schedule or another Nix, and it is unchanged. */
    OTHER,

    /** This library wrote the file, and it was changed later. */
    EDITED,

    /** This library did not write the file. */
    FOREIGN
}
