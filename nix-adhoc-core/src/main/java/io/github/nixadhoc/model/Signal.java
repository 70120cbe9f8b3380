package io.github.nixadhoc.model;

/**
 * A signal that a program can be sent, by its name in POSIX without {@code SIG}.
 *
 * @since 0.1
 */
public enum Signal {
    /** The terminal is gone; to many services: read the settings again. */
    HUP,
    /** What Ctrl-C sends. */
    INT,
    /** What Ctrl-\ sends; a JVM prints its threads. */
    QUIT,
    /** Ends a program without asking it. */
    KILL,
    /** What the program takes it for. */
    USR1,
    /** What the program takes it for. */
    USR2,
    /** Asks a program to end. */
    TERM,
    /** Lets a stopped program go on. */
    CONT,
    /** Holds a program without asking it. */
    STOP,
    /** What Ctrl-Z sends. */
    TSTP
}
