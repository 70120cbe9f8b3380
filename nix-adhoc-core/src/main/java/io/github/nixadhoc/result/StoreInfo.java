package io.github.nixadhoc.result;

import io.github.nixadhoc.model.NixVersion;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The store that Nix uses, and the rights of this user in it.
 *
 * <p>Immutable and thread-safe. {@link #toString()} is made to be read at a prompt.
 *
 * @since 0.1
 */
public final class StoreInfo {

    private final String url;
    private final @Nullable NixVersion version;
    private final @Nullable Boolean trusted;

    private StoreInfo(Builder builder) {
        this.url = Required.of(builder.url, "url");
        this.version = builder.version;
        this.trusted = builder.trusted;
    }

    /**
     * Returns a new builder of a {@code StoreInfo}; for the library itself, and for the tests of those who use it.
     *
     * @return the builder, with nothing set
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the address of the store.
     *
     * @return {@code local}, {@code daemon}, or what {@link io.github.nixadhoc.NixClientBuilder#store} was given
     */
    public String url() {
        return url;
    }

    /**
     * Returns the version of the Nix that serves the store, of the daemon if there is one.
     *
     * @return the version; empty if the store does not tell
     */
    public Optional<NixVersion> version() {
        return Optional.ofNullable(version);
    }

    /**
     * Returns whether the store lets this user do what root can.
     *
     * @return true if it does; empty if the store does not tell, as Nix before 2.15
     */
    public Optional<Boolean> trusted() {
        return Optional.ofNullable(trusted);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoreInfo that && content().equals(that.content());
    }

    @Override
    public int hashCode() {
        return content().hashCode();
    }

    private List<@Nullable Object> content() {
        return Arrays.asList(url, version, trusted);
    }

    /** Returns address, version and trust in one line. */
    @Override
    public String toString() {
        return "store " + url
                + (version == null ? "" : ", Nix " + version)
                + trusted().map(known -> known ? ", trusted" : ", not trusted").orElse("");
    }

    /**
     * Builds a {@link StoreInfo}.
     *
     * <p>Not thread-safe. Nothing is set at first.
     *
     * @since 0.1
     */
    public static final class Builder {

        private @Nullable String url;
        private @Nullable NixVersion version;
        private @Nullable Boolean trusted;

        private Builder() {}

        /**
         * Sets the address of the store.
         *
         * @param url the address
         * @return this builder
         */
        public Builder url(String url) {
            this.url = url;
            return this;
        }

        /**
         * Sets the version of the Nix that serves the store.
         *
         * @param version the version; null if the store does not tell
         * @return this builder
         */
        public Builder version(@Nullable NixVersion version) {
            this.version = version;
            return this;
        }

        /**
         * Sets whether the store lets this user do what root can.
         *
         * @param trusted true if it does; null if the store does not tell
         * @return this builder
         */
        public Builder trusted(@Nullable Boolean trusted) {
            this.trusted = trusted;
            return this;
        }

        /**
         * Returns the result.
         *
         * @return an immutable {@code StoreInfo}
         * @throws IllegalStateException if a part is missing; the message names it
         */
        public StoreInfo build() {
            return new StoreInfo(this);
        }
    }
}
