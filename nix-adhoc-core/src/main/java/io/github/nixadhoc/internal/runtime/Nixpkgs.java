package io.github.nixadhoc.internal.runtime;

import io.github.nixadhoc.internal.resolve.Allowances;
import io.github.nixadhoc.internal.resolve.FlakeReference;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.policy.RequestedPackage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The flake in which bare attribute paths are looked up, and the packages that are allowed although it refuses them. */
public record Nixpkgs(String flake, Allowances allowances) {

    /** What the flake registry calls nixpkgs, with nothing allowed. */
    public static final Nixpkgs DEFAULT = new Nixpkgs("nixpkgs", Allowances.NONE);

    /**
     * Returns the flake reference that a text is.
     *
     * @throws IllegalArgumentException if it is not a flake reference
     */
    public static String parse(String flakeReference) {
        return FlakeReference.parse(flakeReference);
    }

    public Nixpkgs withFlake(String changed) {
        return new Nixpkgs(changed, allowances);
    }

    public Nixpkgs withAllowances(Allowances changed) {
        return new Nixpkgs(flake, changed);
    }

    /** Returns what an installable is called on Nix's command line. */
    Installable qualify(Installable installable) {
        return installable instanceof Installable.Attribute attribute ? attribute.in(flake) : installable;
    }

    /** Returns what a policy is told of an installable before Nix is asked. */
    public RequestedPackage requested(Installable installable) {
        Installable qualified = qualify(installable);
        boolean fromHere = qualified instanceof Installable.FlakeOutput output
                && output.reference().equals(flake);
        return RequestedPackage.of(qualified, fromHere);
    }

    public List<Installable> qualify(List<? extends Installable> installables) {
        List<Installable> qualified = new ArrayList<>(installables.size());
        for (Installable installable : installables) {
            qualified.add(qualify(installable));
        }
        return Collections.unmodifiableList(qualified);
    }
}
