package io.github.nixadhoc.agent;

/**
 * A change that was made to a file.
 *
 * @since 0.1
 */
public enum FileChange {

    /** There was none, and now there is. */
    CREATED,

    /** The section was put in, brought up to date, or taken out; all else in the file is as it was. */
    UPDATED,

    /** Nothing was to be done, and nothing was written. */
    UNCHANGED,

    /** The file had been created for the section and held nothing else, so it is gone. */
    DELETED
}
