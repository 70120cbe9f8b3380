package io.github.nixadhoc.internal.daemon;

import java.io.IOException;

/**
 * The answer that a store cannot be used by a connection: nobody listens, access is refused, the protocol is unknown, or the
 * connection was lost. A process of Nix may still be able to use the store.
 */
public class UnusableConnectionException extends IOException {

    private static final long serialVersionUID = 1L;

    UnusableConnectionException(String message) {
        super(message);
    }

    UnusableConnectionException(String message, Throwable cause) {
        super(message, cause);
    }
}
