package io.github.nixadhoc.error;

/**
 * Reports that a program cannot get the terminal. The standard input of the JVM is no terminal, the JVM runs in the
 * background, or another program has the terminal.
 *
 * @since 0.1
 */
public final class NoTerminalException extends NixException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param failure what happened
     */
    public NoTerminalException(Failure failure) {
        super(failure);
    }
}
