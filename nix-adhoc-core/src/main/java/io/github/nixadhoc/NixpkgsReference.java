package io.github.nixadhoc;

import io.github.nixadhoc.model.Installable;
import java.util.List;
import java.util.Objects;

/** The flake in which bare attribute paths are looked up. */
record NixpkgsReference(String flake) {

    /**
     * Returns the reference that a text is.
     *
     * @throws IllegalArgumentException if it is not a flake reference
     */
    static NixpkgsReference parse(String flakeReference) {
        Installable parsed = Installable.parse(Objects.requireNonNull(flakeReference, "flakeReference") + "#x");
        return new NixpkgsReference(((Installable.FlakeOutput) parsed).reference());
    }

    /** Returns what an installable is called on Nix's command line. */
    Installable qualify(Installable installable) {
        return installable instanceof Installable.Attribute attribute ? attribute.in(flake) : installable;
    }

    List<Installable> qualify(List<? extends Installable> installables) {
        return installables.stream().map(this::qualify).toList();
    }
}
