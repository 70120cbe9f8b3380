package io.github.nixadhoc.agent;

/**
 * A change that was made to a file.
 *
 * @since 0.1
 */
public enum FileChange {

    /** The file was created. */
    CREATED,

    /** The section was inserted, updated or removed; the rest of the file is unchanged. */
    UPDATED,

    /** Nothing was written, since nothing had to be done. */
    UNCHANGED,

    /** The file was deleted, since it had been created for the section and held nothing else. */
    DELETED
}
