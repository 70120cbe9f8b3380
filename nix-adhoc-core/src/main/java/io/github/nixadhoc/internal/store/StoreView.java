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
 * Where the files of a store are.
 *
 * <p>Usually at their store paths. A store with a root of its own ({@code --store DIR}) keeps the files of
 * {@code /nix/store/x} in {@code DIR/nix/store/x}, and its programs, which look for each other under {@code /nix/store},
 * run only where Nix has mounted it there.
 */
public final class StoreView {

    private static final String STATE = "/nix/var/nix";

    private static final List<String> LOCAL = List.of("/", "auto", "daemon", "unix", "local");

    /** How many links are followed before they are taken for a ring. */
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
     * @param store the value of {@code --store}; null if it is not given
     * @param environment the environment that Nix runs in
     */
    public static StoreView of(@Nullable String store, Map<String, String> environment) {
        String chosen = store != null ? store : environment.getOrDefault("NIX_REMOTE", "");
        Path state = state(environment);
        // Where Nix has a state it makes no store elsewhere, and to look there for each path would take a while.
        boolean mayFallBack = store == null && !Files.exists(state);
        return new StoreView(root(chosen), mayFallBack ? fallbackRoot(environment) : null, state, isLocal(chosen));
    }

    private static boolean isLocal(String store) {
        for (String beginning : LOCAL) {
            if (store.startsWith(beginning)) {
                return true;
            }
        }
        return store.isEmpty();
    }

    /** Returns the view of a store whose files are where their paths say. */
    public static StoreView direct() {
        return new StoreView(null, null, Path.of(STATE), true);
    }

    /** Returns whether the files of the store can be seen from here, as those of a binary cache cannot. */
    public boolean isOnThisMachine() {
        return onThisMachine;
    }

    /**
     * Returns the directory that the store is in; empty if its files are where their paths say. A user who may not write to
     * {@code /nix}, and finds no state of Nix there, may have one that Nix has made by itself, as 2.26 does and 2.8 does not.
     */
    public Optional<Path> directory() {
        if (root != null) {
            return Optional.of(root);
        }
        return Optional.ofNullable(fallbackRoot).filter(made -> Files.exists(made) && !Files.exists(state));
    }

    /** Returns the folder in which Nix keeps the state of the store. */
    public Path stateDirectory() {
        return directory().map(own -> under(own, STATE)).orElse(state);
    }

    /** Returns whether a path's files are elsewhere, so that its programs cannot be started directly. */
    public boolean isRelocated(StorePath path) {
        return rootOf(path) != null;
    }

    /** Returns the file or folder of a store path. */
    public Path file(StorePath path) {
        return under(rootOf(path), path.value());
    }

    /** Returns the folder of a store, whose paths all begin with a directory. */
    public Path folder(String storeDirectory) {
        if (root != null || fallbackRoot == null) {
            return under(root, storeDirectory);
        }
        Path there = under(fallbackRoot, storeDirectory);
        return !Files.exists(Path.of(storeDirectory)) && Files.exists(there) ? there : Path.of(storeDirectory);
    }

    /** Returns the folder in which Nix keeps the state of the store that a path is in. */
    Path state(StorePath path) {
        Path itsRoot = rootOf(path);
        return itsRoot == null ? state : under(itsRoot, STATE);
    }

    /** Returns whether the files of a store path are there; that Nix takes them for valid is likely, not certain. */
    public boolean isPresent(StorePath path) {
        return Files.exists(file(path), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Returns the file that a path inside a store path leads to, links followed where they lead in the store's own view.
     *
     * @param owner the store path
     * @param path its own path, or one below it
     * @return the file, which need not exist
     */
    public Path file(StorePath owner, String path) {
        Path itsRoot = rootOf(owner);
        return itsRoot == null ? Path.of(path) : under(itsRoot, followed(itsRoot, path));
    }

    /**
     * Returns what a path inside a store path leads to, as seen in the store: no part of it is a link.
     *
     * @param owner the store path
     * @param path its own path, or one below it
     */
    public String followed(StorePath owner, String path) {
        Path itsRoot = rootOf(owner);
        return followed(itsRoot == null ? Path.of("/") : itsRoot, path);
    }

    /** Follows all links of a path that is seen from a root, without leaving it. */
    private static String followed(Path root, String path) {
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
        boolean onlyThere = !Files.exists(path.path(), LinkOption.NOFOLLOW_LINKS)
                && Files.exists(under(fallbackRoot, path.value()), LinkOption.NOFOLLOW_LINKS);
        return onlyThere ? fallbackRoot : null;
    }

    private static Path under(@Nullable Path root, String path) {
        return root == null ? Path.of(path) : root.resolve(path.substring(1));
    }

    /** {@code /dir}, {@code local?root=/dir}, {@code local://?root=%2Fdir}; other stores have no root. */
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
        return Path.of(chosen.startsWith("/") ? chosen : STATE);
    }

    /** Where Nix keeps a store by itself for a user who may not write to {@code /nix}. */
    private static @Nullable Path fallbackRoot(Map<String, String> environment) {
        String data = environment.getOrDefault("XDG_DATA_HOME", "");
        if (data.startsWith("/")) {
            return Path.of(data, "nix", "root");
        }
        String home = environment.getOrDefault("HOME", "");
        return home.startsWith("/") ? Path.of(home, ".local", "share", "nix", "root") : null;
    }
}
