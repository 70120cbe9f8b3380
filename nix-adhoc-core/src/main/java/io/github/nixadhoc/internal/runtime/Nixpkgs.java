package io.github.nixadhoc.internal.runtime;

import io.github.nixadhoc.internal.resolve.Allowances;
import io.github.nixadhoc.internal.resolve.FlakeReference;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.policy.RequestedPackage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The flake in which bare attribute paths are looked up, with the packages that are allowed although nixpkgs refuses
 * them.
 *
 * @param flake the reference of the flake
 * @param allowances the packages that are allowed
 */
public record Nixpkgs(String flake, Allowances allowances) {

    /** The {@code nixpkgs} of the flake registry, with nothing allowed. */
    public static final Nixpkgs DEFAULT = new Nixpkgs("nixpkgs", Allowances.NONE);

    /**
     * Parses a flake reference.
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

    /** Returns an installable as Nix's command line names it: a bare attribute path with its flake. */
    Installable qualify(Installable installable) {
        return installable instanceof Installable.Attribute attribute ? attribute.in(flake) : installable;
    }

    /**
     * Returns the description of an installable that a policy gets before Nix is called.
     *
     * @param directory the directory from which relative references start; null for that of the JVM
     */
    public RequestedPackage requested(Installable installable, @Nullable Path directory) {
        Installable qualified = qualify(installable);
        boolean fromHere = qualified instanceof Installable.FlakeOutput output
                && output.reference().equals(flake)
                && output.overrides().isEmpty();
        return RequestedPackage.of(qualified, fromHere).withDirectory(directory);
    }

    public List<Installable> qualify(List<? extends Installable> installables) {
        List<Installable> qualified = new ArrayList<>(installables.size());
        for (Installable installable : installables) {
            qualified.add(qualify(installable));
        }
        return Collections.unmodifiableList(qualified);
    }
}
