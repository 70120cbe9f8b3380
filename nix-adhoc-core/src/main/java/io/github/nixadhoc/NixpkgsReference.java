package io.github.nixadhoc;

import io.github.nixadhoc.internal.resolve.Allowances;
import io.github.nixadhoc.internal.resolve.FlakeReference;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.policy.RequestedPackage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The flake in which bare attribute paths are looked up, and the packages that are allowed although it refuses them. */
record NixpkgsReference(String flake, Allowances allowances) {

    /** What the flake registry calls nixpkgs, with nothing allowed. */
    static final NixpkgsReference DEFAULT = new NixpkgsReference("nixpkgs", Allowances.NONE);

    /**
     * Returns the flake reference that a text is.
     *
     * @throws IllegalArgumentException if it is not a flake reference
     */
    static String parse(String flakeReference) {
        return FlakeReference.parse(flakeReference);
    }

    NixpkgsReference withFlake(String changed) {
        return new NixpkgsReference(changed, allowances);
    }

    NixpkgsReference withAllowances(Allowances changed) {
        return new NixpkgsReference(flake, changed);
    }

    /** Returns what an installable is called on Nix's command line. */
    Installable qualify(Installable installable) {
        return installable instanceof Installable.Attribute attribute ? attribute.in(flake) : installable;
    }

    /** Returns what a policy is told of an installable before Nix is asked. */
    RequestedPackage requested(Installable installable) {
        Installable qualified = qualify(installable);
        boolean fromHere = qualified instanceof Installable.FlakeOutput output
                && output.reference().equals(flake);
        return RequestedPackage.of(qualified, fromHere);
    }

    List<Installable> qualify(List<? extends Installable> installables) {
        List<Installable> qualified = new ArrayList<>(installables.size());
        for (Installable installable : installables) {
            qualified.add(qualify(installable));
        }
        return Collections.unmodifiableList(qualified);
    }
}
