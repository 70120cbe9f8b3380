package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.model.EqualByContent;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The access tokens with which Nix fetches, by host. {@link #toString()} does not contain them. */
public final class AccessTokens extends EqualByContent {

    /** No tokens. */
    public static final AccessTokens NONE = new AccessTokens(Collections.emptySortedMap());

    private static final String HOST = "[A-Za-z0-9][A-Za-z0-9.:/_-]*";

    /** Characters that neither end the setting nor start another one or a comment. */
    private static final String TOKEN = "[!-~&&[^#]]+";

    private static final String SETTING = "(?<extra>extra-)?access-tokens\\s*=(?<tokens>.*)";

    private final SortedMap<String, String> byHost;

    private AccessTokens(SortedMap<String, String> byHost) {
        this.byHost = byHost;
    }

    /**
     * Returns a copy with the token of another host, or with a new token of the same host.
     *
     * @throws IllegalArgumentException if one of the two cannot be part of a setting; the message does not show the token
     */
    public AccessTokens plus(String host, String token) {
        if (!host.matches(HOST) || host.contains("//")) {
            throw new IllegalArgumentException(
                    "not a host: \"" + host + "\": expected one as in github.com, without https://");
        }
        if (!token.matches(TOKEN)) {
            throw new IllegalArgumentException("the token for " + host
                    + " must not be empty, and must hold neither white space nor # nor what is not ASCII");
        }
        SortedMap<String, String> more = new TreeMap<>(byHost);
        more.put(host, token);
        return new AccessTokens(Collections.unmodifiableSortedMap(more));
    }

    boolean isEmpty() {
        return byHost.isEmpty();
    }

    /** Returns the tokens, which have to be masked. */
    Collection<String> values() {
        return byHost.values();
    }

    /**
     * Returns the value of {@code NIX_CONFIG} with these tokens. It includes the configured tokens of other hosts, because the
     * setting replaces them. The setting {@code extra-access-tokens} of Nix 2.8 to 2.34 keeps them, but cannot replace the
     * token of a configured host.
     *
     * @param inherited the value without these tokens; empty for none
     * @param configured the lines of all effective settings, including the inherited value
     */
    String appendedTo(String inherited, List<String> configured) {
        SortedMap<String, String> all = configured(configured);
        all.putAll(byHost);
        String setting = all.entrySet().stream()
                .map(token -> token.getKey() + "=" + token.getValue())
                .collect(Collectors.joining(" ", "access-tokens = ", "\n"));
        return inherited.isEmpty() || inherited.endsWith("\n") ? inherited + setting : inherited + "\n" + setting;
    }

    private static SortedMap<String, String> configured(List<String> lines) {
        SortedMap<String, String> tokens = new TreeMap<>();
        Pattern form = Pattern.compile(SETTING);
        for (String line : lines) {
            Matcher setting = form.matcher(line);
            if (setting.matches()) {
                if (setting.group("extra") == null) {
                    tokens.clear();
                }
                for (String token : setting.group("tokens").strip().split("\\s+", -1)) {
                    int equals = token.indexOf('=');
                    if (equals > 0) {
                        tokens.putIfAbsent(token.substring(0, equals), token.substring(equals + 1));
                    }
                }
            }
        }
        return tokens;
    }

    @Override
    protected List<Object> parts() {
        return List.of(byHost);
    }

    /** Returns the hosts without the tokens. */
    @Override
    public String toString() {
        return "tokens for " + byHost.keySet();
    }
}
