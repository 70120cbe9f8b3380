package io.github.nixadhoc.policy;

import io.github.nixadhoc.model.Installable;
import java.util.Objects;

/**
 * A package that is asked for, before Nix has been asked what it is.
 *
 * @param installable what was asked for, with the flake reference that a bare name stands for
 * @param fromNixpkgs whether its flake reference is the one of the client's nixpkgs, to the letter; another branch or
 *     revision is not, nor is a store path
 * @since 0.1
 */
public record RequestedPackage(Installable installable, boolean fromNixpkgs) {

    /**
     * Checks that there is one.
     *
     * @param installable what was asked for
     * @param fromNixpkgs whether it is looked up in the client's nixpkgs
     */
    public RequestedPackage {
        Objects.requireNonNull(installable, "installable");
    }
}
