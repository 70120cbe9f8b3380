package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.exec.ProcessEnvironment;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client was told about the Nix it is to use.
 *
 * @param binary the {@code nix} to use; null to look for it
 * @param store the value of {@code --store}; null for Nix's own choice
 * @param options further arguments for every call of Nix, such as {@code --option connect-timeout 5}
 * @param environment the environment that Nix runs in, and the programs see
 * @param accessTokens what Nix alone gets besides
 */
public record NixSettings(
        @Nullable Path binary,
        @Nullable String store,
        List<String> options,
        ProcessEnvironment environment,
        AccessTokens accessTokens) {

    public NixSettings {
        options = List.copyOf(options);
    }

    public NixSettings(
            @Nullable Path binary, @Nullable String store, List<String> options, ProcessEnvironment environment) {
        this(binary, store, options, environment, AccessTokens.NONE);
    }
}
