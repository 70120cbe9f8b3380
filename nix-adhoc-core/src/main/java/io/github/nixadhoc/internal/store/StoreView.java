package io.github.nixadhoc.internal.store;

import io.github.nixadhoc.model.StorePath;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The locations of a store's files.
 *
 * <p>Most stores keep a file at its store path. A store with its own root ({@code --store DIR}) keeps the files of
 * {@code /nix/store/x} in {@code DIR/nix/store/x}. Its programs look for each other under {@code /nix/store}, so they
 * run only where Nix has mounted the store fallback.
 */
public final class StoreView {

    private static final String STATE_DIRECTORY = "/nix/var/nix";

    private static final List<String> LOCAL_STORES = List.of("/", "auto", "daemon", "unix", "local");

    /** The number of links after which they are taken for a cycle. */
    private static final int MAX_LINKS = 40;

    private final @Nullable Path root;
    private final @Nullable Path fallbackRoot;
    private final Path state;
    private final boolean onThisMachine;

    private StoreView(@Nullable Path root, @Nullable Path fallbackRoot, Path state, boolean onThisMachine) {
        this.root = root;
        this.fallbackRoot = fallbackRoot;
        this.state = state;
        this.onThisMachine = onThisMachine;
    }

    /**
     * Returns the view of the store that Nix uses.
     *
     * @param store the value of {@code --store}; null if fallback is none
     * @param environment the environment that Nix runs in
     */
    public static StoreView of(@Nullable String store, Map<String, String> environment) {
        String chosen = store != null ? store : environment.getOrDefault("NIX_REMOTE", "");
        Path state = state(environment);
        // Nix creates no fallback store where it has a state directory, and a look at both places costs time for each
        // path.
        boolean mayFallBack = store == null && !Files.exists(state);
        return new StoreView(root(chosen), mayFallBack ? fallbackRoot(environment) : null, state, isLocal(chosen));
    }

    private static boolean isLocal(String store) {
        for (String beginning : LOCAL_STORES) {
            if (store.startsWith(beginning)) {
                return true;
            }
        }
        return store.isEmpty();
    }

    /** Returns the view of a store whose files are at their store paths. */
    public static StoreView direct() {
        return new StoreView(null, null, Path.of(STATE_DIRECTORY), true);
    }

    /** Returns whether the store's files are on this machine. Those of a binary cache are not. */
    public boolean isOnThisMachine() {
        return onThisMachine;
    }

    /**
     * Returns the root directory of the store; empty if its files are at their store paths. For a user without write
     * permission for {@code /nix} and without a state directory there, some versions of Nix create a store elsewhere:
     * 2.26 does, 2.8 does not.
     */
    public Optional<Path> directory() {
        if (root != null) {
            return Optional.of(root);
        }
        return Optional.ofNullable(fallbackRoot).filter(made -> Files.exists(made) && !Files.exists(state));
    }

    /** Returns the directory in which Nix keeps the state of the store. */
    public Path stateDirectory() {
        return directory().map(own -> under(own, STATE_DIRECTORY)).orElse(state);
    }

    /**
     * Returns whether the files of a path are not at the path itself, so that its programs cannot be started directly.
     */
    public boolean isRelocated(StorePath path) {
        return rootOf(path) != null;
    }

    /** Returns the file or directory of a store path. */
    public Path file(StorePath path) {
        return under(rootOf(path), path.value());
    }

    /** Returns the folder with the files of a store directory such as {@code /nix/store}. */
    public Path folder(String storeDirectory) {
        if (root != null || fallbackRoot == null) {
            return under(root, storeDirectory);
        }
        Path fallback = under(fallbackRoot, storeDirectory);
        return !Files.exists(Path.of(storeDirectory)) && Files.exists(fallback) ? fallback : Path.of(storeDirectory);
    }

    /** Returns the directory in which Nix keeps the state of the store that holds a path. */
    Path state(StorePath path) {
        Path ownRoot = rootOf(path);
        return ownRoot == null ? state : under(ownRoot, STATE_DIRECTORY);
    }

    /** Returns whether the files of a store path exist. Nix may not have registered the path as valid. */
    public boolean isPresent(StorePath path) {
        return Files.exists(file(path), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Returns the file that a path inside a store path leads to. Links are resolved against the root of the store.
     *
     * @param owner the store path
     * @param path the store path itself, or a path below it
     * @return the file, which need not exist
     */
    public Path file(StorePath owner, String path) {
        Path ownRoot = rootOf(owner);
        return ownRoot == null ? Path.of(path) : under(ownRoot, resolveLinks(ownRoot, path));
    }

    /**
     * Returns the path that a path inside a store path leads to, as seen from the root of the store. No part of the
     * result is a link.
     *
     * @param owner the store path
     * @param path the store path itself, or a path below it
     */
    public String resolveLinks(StorePath owner, String path) {
        Path ownRoot = rootOf(owner);
        return resolveLinks(ownRoot == null ? Path.of("/") : ownRoot, path);
    }

    /** Resolves all links of a path relative to a root, and never leaves that root. */
    private static String resolveLinks(Path root, String path) {
        Deque<String> todo = new ArrayDeque<>(names(path));
        List<String> done = new ArrayList<>();
        int links = 0;
        while (!todo.isEmpty()) {
            String name = todo.removeFirst();
            if (name.equals("..")) {
                if (!done.isEmpty()) {
                    done.remove(done.size() - 1);
                }
                continue;
            }
            done.add(name);
            Path file = under(root, "/" + String.join("/", done));
            if (!Files.isSymbolicLink(file) || ++links > MAX_LINKS) {
                continue;
            }
            String target = target(file);
            if (target.startsWith("/")) {
                done.clear();
            } else {
                done.remove(done.size() - 1);
            }
            List<String> names = names(target);
            for (int i = names.size() - 1; i >= 0; i--) {
                todo.addFirst(names.get(i));
            }
        }
        return "/" + String.join("/", done);
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "/";
        }
    }

    private static List<String> names(String path) {
        return List.of(path.split("/", -1)).stream()
                .filter(name -> !name.isEmpty() && !name.equals("."))
                .toList();
    }

    private @Nullable Path rootOf(StorePath path) {
        if (root != null || fallbackRoot == null) {
            return root;
        }
        boolean onlyInFallback = !Files.exists(path.path(), LinkOption.NOFOLLOW_LINKS)
                && Files.exists(under(fallbackRoot, path.value()), LinkOption.NOFOLLOW_LINKS);
        return onlyInFallback ? fallbackRoot : null;
    }

    private static Path under(@Nullable Path root, String path) {
        return root == null ? Path.of(path) : root.resolve(path.substring(1));
    }

    /** Only stores such as {@code /dir}, {@code local?root=/dir} and {@code local://?root=%2Fdir} have a root. */
    private static @Nullable Path root(String store) {
        if (store.startsWith("/")) {
            return trimmed(store);
        }
        int query = store.indexOf('?');
        if (query < 0 || !store.startsWith("local")) {
            return null;
        }
        for (String parameter : store.substring(query + 1).split("&", -1)) {
            if (parameter.startsWith("root=/") || parameter.startsWith("root=%2")) {
                return trimmed(decoded(parameter.substring("root=".length())));
            }
        }
        return null;
    }

    private static @Nullable Path trimmed(String directory) {
        Path path = Path.of(directory).normalize();
        return path.getNameCount() == 0 ? null : path;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static Path state(Map<String, String> environment) {
        String chosen = environment.getOrDefault("NIX_STATE_DIR", "");
        return Path.of(chosen.startsWith("/") ? chosen : STATE_DIRECTORY);
    }

    /** Nix creates a store here for a user who may not write to {@code /nix}. */
    private static @Nullable Path fallbackRoot(Map<String, String> environment) {
        String data = environment.getOrDefault("XDG_DATA_HOME", "");
        if (data.startsWith("/")) {
            return Path.of(data, "nix", "root");
        }
        String home = environment.getOrDefault("HOME", "");
        return home.startsWith("/") ? Path.of(home, ".local", "share", "nix", "root") : null;
    }
}
