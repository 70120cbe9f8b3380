package io.github.nixadhoc;

import io.github.nixadhoc.internal.nix.Deadline;

/** What has to happen before a program can be started: resolve, review, realise. */
interface Preparation {

    /**
     * Makes sure that the program is there.
     *
     * @throws io.github.nixadhoc.error.NixException if Nix fails or the policy denies
     */
    PreparedProgram prepare(ProgramCommand<?> command, boolean background, Deadline deadline);

    /** Says what {@link #prepare} would do and does not do it. */
    Plan plan(ProgramCommand<?> command, Deadline deadline);

    /**
     * Brings packages into the store.
     *
     * @throws io.github.nixadhoc.error.NixException if Nix fails or the policy denies
     */
    PrefetchResult prefetch(PrefetchCommand command, Deadline deadline);

    /** Ends what goes on behind. */
    default void close() {}
}
