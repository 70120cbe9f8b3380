package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixException;

/**
 * What was in the store a moment ago is gone: the garbage collector was faster. Whoever resolves again gets it back; when
 * it happens once more, the user may see this.
 */
public final class VanishedException extends NixException {

    private static final long serialVersionUID = 1L;

    public VanishedException(Failure failure) {
        super(failure);
    }
}
