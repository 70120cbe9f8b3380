package io.github.nixadhoc.error;

/**
 * Reports a file or a folder in the user's home directory that cannot be read or written. The message or the cause has the
 * reason.
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
}
