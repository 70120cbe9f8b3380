package io.github.nixadhoc.internal.file;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The folders for the files of a user: one for each kind of file, and for most kinds one for each store.
 */
public final class UserFolder {

    private UserFolder() {}

    /**
     * Returns a folder for files that must not be lost. It need not exist yet.
     *
     * @param kind the name of the kind of files
     * @param store the value of {@code --store}; null for Nix's own choice
     * @param environment the environment, which names the parent folder
     * @return the folder; null if the environment names none
     */
    public static @Nullable Path ofState(String kind, @Nullable String store, Map<String, String> environment) {
        Path folder = ofState(kind, environment);
        return folder == null ? null : folder.resolve(key(store));
    }

    /**
     * Returns a folder for files of all stores that must not be lost. It need not exist yet.
     *
     * @param kind the name of the kind of files
     * @param environment the environment, which names the parent folder
     * @return the folder; null if the environment names none
     */
    public static @Nullable Path ofState(String kind, Map<String, String> environment) {
        return of("XDG_STATE_HOME", ".local/state", kind, environment);
    }

    /**
     * Returns a folder for files that can be created again. It need not exist yet.
     *
     * @param kind the name of the kind of files
     * @param environment the environment, which names the parent folder
     * @return the folder; null if the environment names none
     */
    public static @Nullable Path ofCache(String kind, Map<String, String> environment) {
        return of("XDG_CACHE_HOME", ".cache", kind, environment);
    }

    /** Returns the folders that contain all files of this library of a user. They need not exist. */
    public static List<Path> all(Map<String, String> environment) {
        List<Path> all = new ArrayList<>(2);
        for (Path folder : new @Nullable Path[] {ofState("", environment), ofCache("", environment)}) {
            if (folder != null) {
                all.add(folder);
            }
        }
        return all;
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
