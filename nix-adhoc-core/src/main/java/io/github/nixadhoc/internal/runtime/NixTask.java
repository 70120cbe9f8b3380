package io.github.nixadhoc.internal.runtime;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixNotInstalledException;
import io.github.nixadhoc.internal.concurrent.Deadline;

/**
 * A task that Nix carries out by itself, without running a program of a package.
 *
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface NixTask<R> {

    /**
     * Performs the task.
     *
     * @throws io.github.nixadhoc.error.NixException if Nix fails
     */
    R perform(NixRuntime nix, Deadline deadline);

    /**
     * Performs the task for a client without Nix, if that is possible.
     *
     * @throws NixNotInstalledException if it needs Nix
     */
    default R performWithoutNix(Deadline deadline) {
        throw new NixNotInstalledException(Failure.of(
                "this client was built with withoutNix(), so there is no Nix to ask", "ask a client that has one"));
    }
}
