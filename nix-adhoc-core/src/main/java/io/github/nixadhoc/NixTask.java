package io.github.nixadhoc;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixNotInstalledException;
import io.github.nixadhoc.internal.nix.Deadline;

/**
 * Work that the Nix of a client does by itself, without running a program.
 *
 * @param <R> the type of the result
 */
@FunctionalInterface
interface NixTask<R> {

    /**
     * Does the work.
     *
     * @throws io.github.nixadhoc.error.NixException if Nix fails
     */
    R perform(NixInUse nix, Deadline deadline);

    /**
     * Does the work for a client that has no Nix, if it can be done so.
     *
     * @throws NixNotInstalledException if it cannot
     */
    default R performWithoutNix(Deadline deadline) {
        throw new NixNotInstalledException(Failure.of(
                "this client was built with withoutNix(), so there is no Nix to ask", "ask a client that has one"));
    }
}
