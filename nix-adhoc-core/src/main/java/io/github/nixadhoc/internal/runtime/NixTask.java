package io.github.nixadhoc.internal.runtime;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixNotInstalledException;
import io.github.nixadhoc.internal.concurrent.Deadline;

/**
 * Work that the Nix of a client does by itself, without running a program.
 *
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface NixTask<R> {

    /**
     * Does the work.
     *
     * @throws io.github.nixadhoc.error.NixException if Nix fails
     */
    R perform(NixRuntime nix, Deadline deadline);

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
