package io.github.nixadhoc;

import io.github.nixadhoc.model.NixVersion;
import java.util.Objects;
import java.util.Optional;

/**
 * Which store Nix uses, and as whom.
 *
 * <p>Immutable and thread-safe. {@link #toString()} is made to be read at a prompt.
 *
 * @param url the address of the store: {@code local}, {@code daemon}, or what {@link NixClientBuilder#store} was given
 * @param version the version of the Nix that serves the store, of the daemon if there is one; empty if it does not tell
 * @param trusted whether the store lets this user do what root can; empty if it does not tell, as Nix before 2.15
 * @since 0.1
 */
public record StoreInfo(String url, Optional<NixVersion> version, Optional<Boolean> trusted) {

    /**
     * Checks for null.
     *
     * @param url the address of the store
     * @param version the version of the Nix that serves it
     * @param trusted whether it trusts this user
     */
    public StoreInfo {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(trusted, "trusted");
    }

    /** Returns address, version and trust in one line. */
    @Override
    public String toString() {
        return "store " + url
                + version.map(known -> ", Nix " + known).orElse("")
                + trusted.map(known -> known ? ", trusted" : ", not trusted").orElse("");
    }
}
