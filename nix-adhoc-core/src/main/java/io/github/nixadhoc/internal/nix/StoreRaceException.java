package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixException;

/**
 * Somebody else at work in the store came in between: what was there a moment ago has been collected, or the database was
 * locked. Whoever begins again, with resolving, gets what it wants; a user never sees this one.
 */
public final class StoreRaceException extends NixException {

    private static final long serialVersionUID = 1L;

    public StoreRaceException(Failure failure) {
        super(failure);
    }

    @Override
    protected NixException copy(Failure failure) {
        return new StoreRaceException(failure);
    }
}
