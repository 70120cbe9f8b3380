package io.github.nixadhoc.internal.file;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The folders in which things are kept for one user: one for each kind of thing, and in most of them one for each
 * store.
 */
public final class UserFolder {

    private UserFolder() {}

    /**
     * Returns a folder for what must not be lost; it need not exist yet.
     *
     * @param kind what is kept there
     * @param store the value of {@code --store}; null for Nix's own choice
     * @param environment the environment that says where a user keeps such things
     * @return the folder; null if the environment does not say
     */
    public static @Nullable Path ofState(String kind, @Nullable String store, Map<String, String> environment) {
        Path folder = ofState(kind, environment);
        return folder == null ? null : folder.resolve(key(store));
    }

    /**
     * Returns a folder for what must not be lost, whichever the store; it need not exist yet.
     *
     * @param kind what is kept there
     * @param environment the environment that says where a user keeps such things
     * @return the folder; null if the environment does not say
     */
    public static @Nullable Path ofState(String kind, Map<String, String> environment) {
        return of("XDG_STATE_HOME", ".local/state", kind, environment);
    }

    /**
     * Returns a folder for what can be had again; it need not exist yet.
     *
     * @param kind what is kept there
     * @param environment the environment that says where a user keeps such things
     * @return the folder; null if the environment does not say
     */
    public static @Nullable Path ofCache(String kind, Map<String, String> environment) {
        return of("XDG_CACHE_HOME", ".cache", kind, environment);
    }

    private static @Nullable Path of(String variable, String inHome, String kind, Map<String, String> environment) {
        String chosen = environment.getOrDefault(variable, "");
        if (chosen.startsWith("/")) {
            return Path.of(chosen, "nix-adhoc", kind);
        }
        String home = environment.getOrDefault("HOME", "");
        return home.startsWith("/") ? Path.of(home, inHome, "nix-adhoc", kind) : null;
    }

    private static String key(@Nullable String store) {
        if (store == null) {
            return "default";
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(store.getBytes(StandardCharsets.UTF_8));
            return "store-" + HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
