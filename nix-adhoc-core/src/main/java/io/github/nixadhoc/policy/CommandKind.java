package io.github.nixadhoc.policy;

/**
 * What a command does with its packages.
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

    /** Brings a package into the store and runs nothing. */
    PREFETCH,

    /** Keeps a package in the store and runs nothing. */
    PIN;

    /**
     * Returns whether a program is started.
     *
     * @return whether a program is started
     */
    public boolean startsProgram() {
        return this == RUN || this == SHELL || this == SCRIPT;
    }
}
