package io.github.nixadhoc.model;

import io.github.nixadhoc.ProgramCommand;

/**
 * The use of a cached answer of Nix after its lifetime, the setting {@code tarball-ttl}, which is one hour unless set.
 *
 * <p>This concerns only references that can change, such as {@code nixpkgs} and {@code github:owner/repo}. A reference
 * with a revision or a hash never changes, and a flake on this machine is compared with its files before each run.
 * {@link ProgramCommand#refresh()} asks Nix in any case.
 *
 * @since 0.1
 */
public enum Freshness {
    /** Uses the answer at once and asks Nix in the background, so that the next run has the new answer. The default. */
    BACKGROUND,
    /** Asks Nix first and waits, so that a run or a search is as new as one by Nix itself. */
    ALWAYS,
    /**
     * Uses the answer at any age. If Nix must be asked, it works without the network ({@code --offline}), from the store
     * and its caches.
     */
    OFFLINE
}
