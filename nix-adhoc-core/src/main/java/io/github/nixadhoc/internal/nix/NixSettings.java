package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.exec.ProcessEnvironment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a client that concern Nix.
 *
 * @param binary the {@code nix} to use; null to search for it
 * @param store the value of {@code --store}; null for Nix's own choice
 * @param options further arguments for every call of Nix, such as {@code --option connect-timeout 5}
 * @param environment the environment of Nix and of the programs
 * @param accessTokens the access tokens, which only Nix gets
 * @param offline whether Nix must not use the network
 */
public record NixSettings(
        @Nullable Path binary,
        @Nullable String store,
        List<String> options,
        ProcessEnvironment environment,
        AccessTokens accessTokens,
        boolean offline) {

    public NixSettings {
        options = List.copyOf(options);
    }

    public NixSettings(
            @Nullable Path binary, @Nullable String store, List<String> options, ProcessEnvironment environment) {
        this(binary, store, options, environment, AccessTokens.NONE, false);
    }

    /** Returns the options that may be arguments: those without secrets. */
    public List<String> visibleOptions() {
        return SecretOptions.of(options).arguments();
    }

    /** Returns a copy with which Nix does not consider any earlier download up to date. */
    public NixSettings refreshing() {
        List<String> more = new ArrayList<>(options);
        more.addAll(List.of("--option", "tarball-ttl", "0"));
        return new NixSettings(binary, store, more, environment, accessTokens, offline);
    }

    /** Returns the variables of the client, which Nix sees too. */
    public Map<String, String> variables() {
        return new NixEnvironment(this).variables();
    }
}
