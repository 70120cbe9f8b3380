package io.github.nixadhoc.policy;

import io.github.nixadhoc.model.EqualByContent;
import io.github.nixadhoc.model.StorePath;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A package that a command needs, as Nix knows it. The author of the package writes what it says of itself: name, version
 * and licences.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class PlannedPackage extends EqualByContent {

    private final RequestedPackage requested;
    private final @Nullable String lockedReference;
    private final @Nullable String narHash;
    private final String name;
    private final String pname;
    private final String version;
    private final List<String> licences;
    private final String program;
    private final @Nullable String shellPath;
    private final boolean ownMember;
    private final List<StorePath> storePaths;

    PlannedPackage(PlannedPackageBuilder builder) {
        this.requested = builder.requested;
        this.lockedReference = builder.lockedReference;
        this.narHash = builder.narHash;
        this.name = builder.name;
        this.pname = builder.pname;
        this.version = builder.version;
        this.licences = builder.licences;
        this.program = builder.program;
        this.shellPath = builder.shellPath;
        this.ownMember = builder.ownMember;
        this.storePaths = builder.storePaths;
    }

    /**
     * Returns a builder, for tests of policies: a client makes its own.
     *
     * @param requested what was asked for
     * @return the builder
     */
    public static PlannedPackageBuilder builder(RequestedPackage requested) {
        return new PlannedPackageBuilder(requested);
    }

    /**
     * Returns what was asked for.
     *
     * @return what was asked for
     */
    public RequestedPackage requested() {
        return requested;
    }

    /**
     * Returns the flake reference with its revision or hash, which stands for the same at any time.
     *
     * @return the reference; empty for a store path, which needs no flake, and where there is none: for a tree with changes
     *     that are not committed, for a flake with inputs that are in no lock file, and for one that was changed while it
     *     was evaluated
     */
    public Optional<String> lockedReference() {
        return Optional.ofNullable(lockedReference);
    }

    /**
     * Returns the hash of the flake's source, as Nix prints it, also where the flake has no locked reference.
     *
     * @return the hash; empty for a store path, and where Nix tells none
     */
    public Optional<String> narHash() {
        return Optional.ofNullable(narHash);
    }

    /**
     * Returns its name with version.
     *
     * @return the name; empty if it has none
     */
    public String name() {
        return name;
    }

    /**
     * Returns its name without version.
     *
     * @return the name; empty if it has none
     */
    public String pname() {
        return pname;
    }

    /**
     * Returns its version.
     *
     * @return the version; empty if it has none
     */
    public String version() {
        return version;
    }

    /**
     * Returns its licences.
     *
     * @return the licences, by SPDX identifier where they have one; empty if it names none
     */
    public List<String> licences() {
        return licences;
    }

    /**
     * Returns its main program.
     *
     * @return a name, or of an app the path
     */
    public String program() {
        return program;
    }

    /**
     * Returns the place of its shell below its first output, if it is a shell. Packages of nixpkgs say so by
     * {@code passthru.shellPath}.
     *
     * @return the place, {@code /bin/fish}; empty if the package does not say that it is a shell
     */
    public Optional<String> shellPath() {
        return Optional.ofNullable(shellPath);
    }

    /**
     * Returns whether the package set that its attribute path leads to has it as a package of its own: no other package is
     * on the way, as in {@code python3Packages.black.stdenv}, and the set is not built with it, as with its interpreter.
     *
     * @return true if it does
     */
    public boolean isOwnMember() {
        return ownMember;
    }

    /**
     * Returns the outputs that are used, whether they are in the store yet or not.
     *
     * @return the outputs
     */
    public List<StorePath> storePaths() {
        return storePaths;
    }

    @Override
    protected List<@Nullable Object> parts() {
        return Arrays.asList(
                requested,
                lockedReference,
                narHash,
                name,
                pname,
                version,
                licences,
                program,
                shellPath,
                ownMember,
                storePaths);
    }

    @Override
    public String toString() {
        return requested + (lockedReference == null ? "" : ", locked to " + lockedReference) + ", " + storePaths;
    }
}
