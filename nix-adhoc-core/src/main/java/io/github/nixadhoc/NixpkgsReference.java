package io.github.nixadhoc;

import io.github.nixadhoc.model.Installable;
import java.util.List;

/** The flake in which bare attribute paths are looked up. */
record NixpkgsReference(String flake) {

    /** Returns what an installable is called on Nix's command line. */
    Installable qualify(Installable installable) {
        return installable instanceof Installable.Attribute attribute ? attribute.in(flake) : installable;
    }

    List<Installable> qualify(List<? extends Installable> installables) {
        return installables.stream().map(this::qualify).toList();
    }
}
