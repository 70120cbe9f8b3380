package io.github.nixadhoc.internal.store;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The address of a store in the forms that Nix takes: {@code auto}, {@code daemon}, {@code local?root=/dir}, {@code
 * unix:///socket?root=/dir}, {@code /dir?store=/logical/store}.
 *
 * @param scheme the kind of store; empty for a directory
 * @param directory the root directory that the address itself names; null if it is no directory
 * @param parameters the parameters by name, decoded
 */
record StoreAddress(String scheme, @Nullable Path directory, Map<String, String> parameters) {

    /** The kinds of stores whose files Nix reads on this machine. */
    private static final List<String> WITH_FILES =
            List.of("", "auto", "daemon", "local", "local-overlay", "mounted-ssh-ng", "unix");

    static StoreAddress parse(String text) {
        int query = text.indexOf('?');
        String place = query < 0 ? text : text.substring(0, query);
        Map<String, String> parameters = query < 0 ? Map.of() : parameters(text.substring(query + 1));
        int scheme = place.indexOf("://");
        if (scheme >= 0) {
            String kind = place.substring(0, scheme);
            String authority = decoded(place.substring(scheme + "://".length()));
            // Newer versions of Nix write /dir in this form when they tell of their store.
            boolean isDirectory = kind.equals("local") && authority.startsWith("/");
            return new StoreAddress(kind, isDirectory ? path(authority) : null, parameters);
        }
        // As Nix does: a text with a slash is a directory, and a text without one is the name of a kind.
        return place.indexOf('/') >= 0
                ? new StoreAddress("", path(place), parameters)
                : new StoreAddress(place, null, parameters);
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                parameters.put(parameter.substring(0, equals), decoded(parameter.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /** Returns whether the store's files are on this machine. Those of a binary cache are not. */
    boolean isOnThisMachine() {
        return WITH_FILES.contains(scheme);
    }

    /** Returns whether Nix chooses the store by itself. */
    boolean isAutomatic() {
        return directory == null && parameters.isEmpty() && (scheme.isEmpty() || scheme.equals("auto"));
    }

    /** Returns the root directory, below which Nix keeps the files; null if it has none. */
    @Nullable
    Path root() {
        Path named = directory("root");
        return named != null ? named : directory;
    }

    /** Returns a directory that a parameter names; null if none does. */
    @Nullable
    Path directory(String parameter) {
        String value = parameters.getOrDefault(parameter, "");
        return value.startsWith("/") && isOnThisMachine() ? path(value) : null;
    }

    private static @Nullable Path path(String text) {
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            // The charset of this JVM cannot encode it, so its files are out of reach.
            return null;
        }
    }
}
