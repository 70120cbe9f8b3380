package io.github.nixadhoc.error;

/**
 * There is no terminal that a program could be given: the standard input of the JVM is none, the JVM runs in the
 * background, or another program has it.
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

    @Override
    protected NixException copy(Failure failure) {
        return new NoTerminalException(failure);
    }
}
