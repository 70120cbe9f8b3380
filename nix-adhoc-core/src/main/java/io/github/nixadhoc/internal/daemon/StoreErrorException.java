package io.github.nixadhoc.internal.daemon;

import java.io.IOException;

/** The failure of one request, reported by the daemon. */
@SuppressWarnings("serial") // never serialised
public final class StoreErrorException extends IOException {

    private static final long serialVersionUID = 1L;

    private final StoreError error;

    StoreErrorException(StoreError error) {
        super(error.message());
        this.error = error;
    }

    /** Returns the error with all its fields. */
    public StoreError error() {
        return error;
    }
}
