package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.exec.ProcessEnvironment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client was told about the Nix it is to use.
 *
 * @param binary the {@code nix} to use; null to look for it
 * @param store the value of {@code --store}; null for Nix's own choice
 * @param options further arguments for every call of Nix, such as {@code --option connect-timeout 5}
 * @param environment the environment that Nix runs in, and the programs see
 * @param accessTokens what Nix alone gets besides
 * @param offline whether Nix is to do without the network
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

    /** Returns settings with which Nix takes nothing that it has fetched before for new. */
    public NixSettings refreshing() {
        List<String> more = new ArrayList<>(options);
        more.addAll(List.of("--option", "tarball-ttl", "0"));
        return new NixSettings(binary, store, more, environment, accessTokens, offline);
    }

    /** Returns the variables that Nix sees when it is called. */
    public Map<String, String> variables() {
        return new NixEnvironment(this).variables();
    }
}
