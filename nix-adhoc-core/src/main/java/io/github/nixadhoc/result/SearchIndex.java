package io.github.nixadhoc.result;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An index of the packages of a flake, from which searches are answered.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class SearchIndex {

    private final String flake;
    private final Instant asOf;
    private final int packages;
    private final List<String> skipped;

    private SearchIndex(Builder builder) {
        this.flake = Required.of(builder.flake, "flake");
        this.asOf = Required.of(builder.asOf, "asOf");
        this.packages = builder.packages;
        this.skipped = List.copyOf(builder.skipped);
    }

    /**
     * Returns a new builder of a {@code SearchIndex}; for the library itself, and for the tests of those who use it.
     *
     * @return the builder, with nothing set
     */
    public static Builder builder() {
        return new Builder();
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
    public boolean equals(Object other) {
        return other instanceof SearchIndex that
                && flake.equals(that.flake)
                && asOf.equals(that.asOf)
                && packages == that.packages
                && skipped.equals(that.skipped);
    }

    @Override
    public int hashCode() {
        return Objects.hash(flake, asOf, packages, skipped);
    }

    @Override
    public String toString() {
        return "SearchIndex[flake=" + flake + ", asOf=" + asOf + ", packages=" + packages
                + (skipped.isEmpty() ? "" : ", skipped=" + skipped.size()) + "]";
    }

    /**
     * Builds a {@link SearchIndex}.
     *
     * <p>Not thread-safe. Nothing is set at first.
     *
     * @since 0.1
     */
    public static final class Builder {

        private @Nullable String flake;
        private @Nullable Instant asOf;
        private int packages;
        private List<String> skipped = List.of();

        private Builder() {}

        /**
         * Sets the flake.
         *
         * @param flake what the flake reference stood for, with its revision or hash
         * @return this builder
         */
        public Builder flake(String flake) {
            this.flake = flake;
            return this;
        }

        /**
         * Sets the time when the flake reference stood for this flake.
         *
         * @param asOf the time
         * @return this builder
         */
        public Builder asOf(Instant asOf) {
            this.asOf = asOf;
            return this;
        }

        /**
         * Sets the number of packages.
         *
         * @param packages the number; zero unless set
         * @return this builder
         */
        public Builder packages(int packages) {
            this.packages = packages;
            return this;
        }

        /**
         * Sets the packages that the index lacks.
         *
         * @param skipped each with its attribute path, a colon and the reason; none unless set
         * @return this builder
         */
        public Builder skipped(List<String> skipped) {
            this.skipped = List.copyOf(skipped);
            return this;
        }

        /**
         * Returns the result.
         *
         * @return an immutable {@code SearchIndex}
         * @throws IllegalStateException if a part is missing; the message names it
         */
        public SearchIndex build() {
            return new SearchIndex(this);
        }
    }
}
