package io.github.nixadhoc.model;

import io.github.nixadhoc.ProgramCommand;

/**
 * What a client does with an answer of Nix's that it has kept and that has outlived the time for which Nix takes what it
 * has fetched for new: the setting {@code tarball-ttl}, an hour unless set.
 *
 * <p>Only references that move are concerned, such as {@code nixpkgs} and {@code github:owner/repo}. One with a revision
 * or a hash means the same for ever, and a flake on this machine is compared with its files before each run, whatever is
 * chosen here. {@link ProgramCommand#refresh()} asks Nix in any case.
 *
 * @since 0.1
 */
public enum Freshness {
    /** Uses it at once and asks Nix meanwhile, so that the next run has the new one. The default. */
    BACKGROUND,
    /** Asks Nix first, and waits for it: no run and no search is older than one of Nix itself would be. */
    ALWAYS,
    /**
     * Uses it however old it is. Where Nix has to be asked, it is told to do without the network ({@code --offline}), and
     * gets along with what is in the store and in its caches.
     */
    OFFLINE
}
