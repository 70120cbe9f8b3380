package io.github.nixadhoc.error;

/**
 * Something could not be downloaded; the network is there but the server, the address or the data is not right.
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

    @Override
    protected NixException copy(Failure failure) {
        return new FetchFailedException(failure);
    }
}
