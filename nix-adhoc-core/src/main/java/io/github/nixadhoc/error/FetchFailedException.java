package io.github.nixadhoc.error;

/**
 * Reports a failed download. The network works, but the server, the address or the data is wrong.
 *
 * @since 0.1
 */
public final class FetchFailedException extends NixException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param failure what happened
     */
    public FetchFailedException(Failure failure) {
        super(failure);
    }
}
