package io.github.nixadhoc.result;

import io.github.nixadhoc.model.EqualByContent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * An index of the packages of a flake, from which searches are answered.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class SearchIndex extends EqualByContent {

    private final String flake;
    private final Instant asOf;
    private final int packages;
    private final List<String> skipped;

    private SearchIndex(String flake, Instant asOf, int packages, List<String> skipped) {
        this.flake = Objects.requireNonNull(flake, "flake");
        this.asOf = Objects.requireNonNull(asOf, "asOf");
        this.packages = packages;
        this.skipped = List.copyOf(skipped);
    }

    /**
     * Returns a {@code SearchIndex}. The library uses this, and so may the tests of its users.
     *
     * @param flake the flake, with its revision or hash, as Nix prints it
     * @param asOf the time when the flake reference stood for this flake; it may have changed since
     * @param packages the number of packages
     * @param skipped the packages that the index lacks because their evaluation fails in a way that no Nix expression
     *     can catch
     * @return an immutable {@code SearchIndex}
     */
    public static SearchIndex of(String flake, Instant asOf, int packages, List<String> skipped) {
        return new SearchIndex(flake, asOf, packages, skipped);
    }

    /**
     * Returns the flake, with its revision or hash, as Nix prints it.
     *
     * @return what the flake reference stood for
     */
    public String flake() {
        return flake;
    }

    /**
     * Returns the time when the flake reference stood for this flake; it may have changed since.
     *
     * @return the time
     */
    public Instant asOf() {
        return asOf;
    }

    /**
     * Returns the number of packages.
     *
     * @return the number
     */
    public int packages() {
        return packages;
    }

    /**
     * Returns the packages that the index lacks because their evaluation fails in a way that no Nix expression can catch.
     * Packages that throw, as those that have been renamed, are not among them.
     *
     * @return an unmodifiable list, each with its attribute path, a colon and the reason; empty if nothing was skipped
     */
    public List<String> skipped() {
        return skipped;
    }

    /**
     * Returns how long ago Nix was asked what the flake reference stands for.
     *
     * @return the age, zero if the clock has been set back
     */
    public Duration age() {
        Duration age = Duration.between(asOf, Instant.now());
        return age.isNegative() ? Duration.ZERO : age;
    }

    @Override
    protected List<Object> parts() {
        return List.of(flake, asOf, packages, skipped);
    }

    @Override
    public String toString() {
        return "SearchIndex[flake=" + flake + ", asOf=" + asOf + ", packages=" + packages
                + (skipped.isEmpty() ? "" : ", skipped=" + skipped.size()) + "]";
    }
}
