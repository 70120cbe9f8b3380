package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixException;

/**
 * Thrown when another process changed the store during a call: a path has been collected, or the database was locked. A
 * command that starts again with resolving succeeds, so users do not see this exception.
 */
public final class StoreRaceException extends NixException {

    private static final long serialVersionUID = 1L;

    public StoreRaceException(Failure failure) {
        super(failure);
    }
}
