package io.github.nixadhoc.result;

import io.github.nixadhoc.model.EqualByContent;
import io.github.nixadhoc.model.NixVersion;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The store that Nix uses, and the rights of this user in it.
 *
 * <p>Immutable and thread-safe. {@link #toString()} is made to be read at a prompt.
 *
 * @since 0.1
 */
public final class StoreInfo extends EqualByContent {

    private final String url;
    private final @Nullable NixVersion version;
    private final @Nullable Boolean trusted;

    private StoreInfo(String url, @Nullable NixVersion version, @Nullable Boolean trusted) {
        this.url = Objects.requireNonNull(url, "url");
        this.version = version;
        this.trusted = trusted;
    }

    /**
     * Returns a {@code StoreInfo}. The library uses this, and so may the tests of its users.
     *
     * @param url the address of the store
     * @param version the version of the Nix that serves the store, of the daemon if there is one; null if the store
     *     does not tell
     * @param trusted whether the store lets this user do what root can; null if the store does not tell
     * @return an immutable {@code StoreInfo}
     */
    public static StoreInfo of(String url, @Nullable NixVersion version, @Nullable Boolean trusted) {
        return new StoreInfo(url, version, trusted);
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
    protected List<@Nullable Object> parts() {
        return Arrays.asList(url, version, trusted);
    }

    /** Returns address, version and trust in one line. */
    @Override
    public String toString() {
        return "store " + url
                + (version == null ? "" : ", Nix " + version)
                + trusted().map(known -> known ? ", trusted" : ", not trusted").orElse("");
    }
}
