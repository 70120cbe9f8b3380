package io.github.nixadhoc.internal.daemon;

import java.io.IOException;

/** The end of a request whose deadline has passed. Its connection is closed. */
public final class CallTimedOutException extends IOException {

    private static final long serialVersionUID = 1L;

    CallTimedOutException() {
        super("the time was up while the store was at work");
    }
}
