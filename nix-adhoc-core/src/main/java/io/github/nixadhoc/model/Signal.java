package io.github.nixadhoc.model;

/**
 * A signal that a program can be sent, by its name in POSIX without {@code SIG}.
 *
 * @since 0.1
 */
public enum Signal {
    /**
     * The terminal is gone; to many services: read the settings again. A JVM that {@code nohup} started has it ignored, its
     * programs inherit that, and a shell script among them cannot set a trap for it.
     */
    HUP,
    /** Ctrl-C sends it. */
    INT,
    /** Ctrl-\ sends it; a JVM prints its threads. */
    QUIT,
    /** Ends a program without asking it. */
    KILL,
    /** The program defines its meaning. */
    USR1,
    /** The program defines its meaning. */
    USR2,
    /** Asks a program to end. */
    TERM,
    /** Lets a stopped program go on. */
    CONT,
    /** Holds a program without asking it. */
    STOP,
    /** Ctrl-Z sends it. */
    TSTP
}
