package io.github.nixadhoc.internal.file;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where what outlives the JVM is kept for one user: a folder for each kind of thing, and in most of them one for each
 * store. */
public final class StateFolder {

    private StateFolder() {}

    /**
     * Returns a folder; it need not exist yet.
     *
     * @param kind what is kept there
     * @param store the value of {@code --store}; null for Nix's own choice
     * @param environment the environment that says where a user keeps such things
     * @return the folder; null if the environment does not say
     */
    public static @Nullable Path of(String kind, @Nullable String store, Map<String, String> environment) {
        Path folder = of(kind, environment);
        return folder == null ? null : folder.resolve(key(store));
    }

    /**
     * Returns a folder that is not for one store; it need not exist yet.
     *
     * @param kind what is kept there
     * @param environment the environment that says where a user keeps such things
     * @return the folder; null if the environment does not say
     */
    public static @Nullable Path of(String kind, Map<String, String> environment) {
        Path state = state(environment);
        return state == null ? null : state.resolve("nix-adhoc").resolve(kind);
    }

    private static @Nullable Path state(Map<String, String> environment) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        if (state.startsWith("/")) {
            return Path.of(state);
        }
        String home = environment.getOrDefault("HOME", "");
        return home.startsWith("/") ? Path.of(home, ".local", "state") : null;
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
