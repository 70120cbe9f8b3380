package io.github.nixadhoc.policy;

import io.github.nixadhoc.model.EqualByContent;
import io.github.nixadhoc.model.Installable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A package as it was requested, before Nix has evaluated it.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class RequestedPackage extends EqualByContent {

    private final Installable installable;
    private final boolean fromNixpkgs;
    private final @Nullable Path directory;

    private RequestedPackage(Installable installable, boolean fromNixpkgs, @Nullable Path directory) {
        this.installable = Objects.requireNonNull(installable, "installable");
        this.fromNixpkgs = fromNixpkgs;
        this.directory = directory;
    }

    /**
     * Returns a requested package, for tests of policies. A client makes its own.
     *
     * @param installable the installable, with the flake reference that a bare name stands for
     * @param fromNixpkgs whether its flake reference is the one of the client's nixpkgs
     * @return the package
     */
    public static RequestedPackage of(Installable installable, boolean fromNixpkgs) {
        return new RequestedPackage(installable, fromNixpkgs, null);
    }

    /**
     * Returns a copy with a directory.
     *
     * @param directory the directory from which relative references and paths start; null for that of the JVM
     * @return the changed copy
     */
    public RequestedPackage withDirectory(@Nullable Path directory) {
        return new RequestedPackage(installable, fromNixpkgs, directory);
    }

    /**
     * Returns the requested installable.
     *
     * @return the installable, with the flake reference that a bare name stands for
     */
    public Installable installable() {
        return installable;
    }

    /**
     * Returns whether the flake reference is exactly that of the client's nixpkgs.
     *
     * @return true if it is; false for another branch or revision of nixpkgs, for nixpkgs with an input in place of its
     *     own, and for a store path
     */
    public boolean fromNixpkgs() {
        return fromNixpkgs;
    }

    /**
     * Returns the directory from which a relative flake reference, and relative paths of an expression, start.
     *
     * @return the directory that the command sets; empty for that of the JVM
     */
    public Optional<Path> directory() {
        return Optional.ofNullable(directory);
    }

    @Override
    protected List<@Nullable Object> parts() {
        return Arrays.asList(installable, fromNixpkgs, directory);
    }

    @Override
    public String toString() {
        return installable
                + (fromNixpkgs ? " of the client's nixpkgs" : "")
                + (directory == null ? "" : ", starting from " + directory);
    }
}
