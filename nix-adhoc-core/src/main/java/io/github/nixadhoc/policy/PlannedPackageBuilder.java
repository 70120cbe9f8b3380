package io.github.nixadhoc.policy;

import io.github.nixadhoc.model.StorePath;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link PlannedPackage}. Not thread-safe.
 *
 * @since 0.1
 */
public final class PlannedPackageBuilder {

    final RequestedPackage requested;

    @Nullable
    String lockedReference;

    @Nullable
    String narHash;

    String name = "";
    String pname = "";
    String version = "";
    List<String> licences = List.of();
    String program = "";

    @Nullable
    String shellPath;

    boolean ownMember = true;
    List<StorePath> storePaths = List.of();

    PlannedPackageBuilder(RequestedPackage requested) {
        this.requested = Objects.requireNonNull(requested, "requested");
    }

    /**
     * Sets the flake reference with its revision or hash; none unless set.
     *
     * @param changed the reference, or null for none
     * @return this builder
     */
    public PlannedPackageBuilder lockedReference(@Nullable String changed) {
        this.lockedReference = changed;
        return this;
    }

    /**
     * Sets the hash of the flake's source; none unless set.
     *
     * @param changed the hash as Nix prints it, or null for none
     * @return this builder
     */
    public PlannedPackageBuilder narHash(@Nullable String changed) {
        this.narHash = changed;
        return this;
    }

    /**
     * Sets the name with version; none unless set.
     *
     * @param changed the name; empty if it has none
     * @return this builder
     */
    public PlannedPackageBuilder name(String changed) {
        this.name = Objects.requireNonNull(changed, "changed");
        return this;
    }

    /**
     * Sets the name without version; none unless set.
     *
     * @param changed the name; empty if it has none
     * @return this builder
     */
    public PlannedPackageBuilder pname(String changed) {
        this.pname = Objects.requireNonNull(changed, "changed");
        return this;
    }

    /**
     * Sets the version; none unless set.
     *
     * @param changed the version; empty if it has none
     * @return this builder
     */
    public PlannedPackageBuilder version(String changed) {
        this.version = Objects.requireNonNull(changed, "changed");
        return this;
    }

    /**
     * Sets the licences; none unless set.
     *
     * @param changed the licences, by SPDX identifier where they have one
     * @return this builder
     */
    public PlannedPackageBuilder licences(List<String> changed) {
        this.licences = List.copyOf(changed);
        return this;
    }

    /**
     * Sets the main program; none unless set.
     *
     * @param changed a name, or of an app the path; empty if it has none
     * @return this builder
     */
    public PlannedPackageBuilder program(String changed) {
        this.program = Objects.requireNonNull(changed, "changed");
        return this;
    }

    /**
     * Sets the place of its shell; it is no shell unless set.
     *
     * @param changed the place below its first output, {@code /bin/fish}; null for none
     * @return this builder
     */
    public PlannedPackageBuilder shellPath(@Nullable String changed) {
        this.shellPath = changed;
        return this;
    }

    /**
     * Sets whether its package set has it as a package of its own; it does unless set.
     *
     * @param changed whether it does
     * @return this builder
     */
    public PlannedPackageBuilder ownMember(boolean changed) {
        this.ownMember = changed;
        return this;
    }

    /**
     * Sets the outputs that are used; none unless set.
     *
     * @param changed the outputs, whether they are in the store yet or not
     * @return this builder
     */
    public PlannedPackageBuilder storePaths(List<StorePath> changed) {
        this.storePaths = List.copyOf(changed);
        return this;
    }

    /**
     * Returns the package.
     *
     * @return the package
     */
    public PlannedPackage build() {
        return new PlannedPackage(this);
    }
}
