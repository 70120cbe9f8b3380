package io.github.nixadhoc.error;

/**
 * A file of the user's, or of this library's in the user's home directory, cannot be read or written; the cause says why.
 *
 * @since 0.1
 */
public final class FileAccessException extends NixException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param failure what happened
     */
    public FileAccessException(Failure failure) {
        super(failure);
    }

    @Override
    protected NixException copy(Failure failure) {
        return new FileAccessException(failure);
    }
}
