package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.exec.ProcessEnvironment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** The values of a setting that mean no. */
    private static final Set<String> REFUSALS = Set.of("false", "no", "0");

    /** The features that this library needs, as a flag. */
    public static final List<String> FEATURES = List.of("--extra-experimental-features", "nix-command flakes");

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

    /** Returns whether the client has said that a flake's own settings count. */
    public boolean acceptsSettingsOfFlakes() {
        boolean accepts = false;
        for (int i = 0; i + 2 < options.size(); i++) {
            if (options.get(i).equals("--option") && options.get(i + 1).equals("accept-flake-config")) {
                accepts = !REFUSALS.contains(options.get(i + 2));
            }
        }
        return accepts;
    }

    /** Returns the flags of all calls for the store and the visible options, which follow {@link #FEATURES}. */
    public List<String> flags() {
        return flags(visibleOptions());
    }

    /** Returns the same flags with all options, for a printed line, in which secrets are masked. */
    public List<String> printedFlags() {
        return flags(options);
    }

    /**
     * A value of {@code experimental-features} replaces all features before it, so the needed ones are added again behind
     * it.
     */
    private List<String> flags(List<String> some) {
        List<String> words = new ArrayList<>();
        if (store != null) {
            words.addAll(List.of("--store", store));
        }
        for (int i = 0; i < some.size(); i++) {
            words.add(some.get(i));
            if (i >= 2 && some.get(i - 2).equals("--option") && some.get(i - 1).equals("experimental-features")) {
                words.addAll(FEATURES);
            }
        }
        return words;
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
