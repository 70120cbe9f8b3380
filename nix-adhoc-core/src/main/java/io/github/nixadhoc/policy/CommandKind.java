package io.github.nixadhoc.policy;

/**
 * The kind of a command, by the use of its packages.
 *
 * @since 0.1
 */
public enum CommandKind {

    /** Runs the main program of a package. */
    RUN,

    /** Runs a program by its name, with packages on PATH. */
    SHELL,

    /** Runs the text of a script, with packages on PATH. */
    SCRIPT,

    /** Downloads or builds a package, and runs nothing. */
    PREFETCH,

    /** Pins a package in the store, and runs nothing. */
    PIN;

    /**
     * Returns whether a command of this kind starts a program.
     *
     * @return true unless it is a prefetch or a pin
     */
    public boolean startsProgram() {
        return this == RUN || this == SHELL || this == SCRIPT;
    }
}
