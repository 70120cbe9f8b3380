package io.github.nixadhoc.error;

import java.nio.file.Path;

/**
 * Reports a file that the library would have to write or delete, and that somebody else has made or edited. The file
 * was not changed.
 *
 * @since 0.1
 */
public final class FileConflictException extends NixException {

    private static final long serialVersionUID = 1L;

    private final transient Path file;

    /**
     * Creates the exception.
     *
     * @param failure what happened
     * @param file the file
     */
    public FileConflictException(Failure failure, Path file) {
        super(failure);
        this.file = file;
    }

    /**
     * Returns the file that is in the way.
     *
     * @return its path
     */
    public Path file() {
        return file;
    }
}
