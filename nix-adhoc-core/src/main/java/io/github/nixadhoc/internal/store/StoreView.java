package io.github.nixadhoc.internal.store;

import io.github.nixadhoc.internal.nix.NixInstallation;
import io.github.nixadhoc.model.StorePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The locations of a store's files.
 *
 * <p>Most stores keep a file at its store path. A store with its own root ({@code --store DIR}) keeps the files of its
 * paths in {@code DIR/nix/store}, whatever the paths begin with, and the parameter {@code real} can name any other
 * folder. The programs of such a store look for each other at their store paths, so they run only where Nix has mounted
 * the folder there.
 */
public final class StoreView {

    private static final String STORE_DIRECTORY = "/nix/store";
    private static final String STATE_DIRECTORY = "/nix/var/nix";

    private final StorePlaces usual;
    private final @Nullable StorePlaces fallback;
    private final boolean hasOwnPlace;
    private final boolean onThisMachine;

    private StoreView(StorePlaces usual, @Nullable StorePlaces fallback, boolean hasOwnPlace, boolean onThisMachine) {
        this.usual = usual;
        this.fallback = fallback;
        this.hasOwnPlace = hasOwnPlace;
        this.onThisMachine = onThisMachine;
    }

    /**
     * Returns the view of the store that Nix uses.
     *
     * @param nix what Nix has told of its store
     * @param environment the environment that Nix runs in
     */
    public static StoreView of(NixInstallation nix, Map<String, String> environment) {
        return of(nix.store(), nix.storeDirectory(), environment);
    }

    /**
     * Returns the view of a store.
     *
     * @param address the address of the store, in a form that Nix takes
     * @param storeDirectory the directory that its paths begin with
     * @param environment the environment that Nix runs in
     */
    static StoreView of(String address, String storeDirectory, Map<String, String> environment) {
        StoreAddress store = StoreAddress.parse(address);
        Path state = state(environment);
        // Nix creates no fallback store where it has a state directory, and a look at both places costs time for each
        // path.
        boolean mayFallBack = store.isAutomatic() && !Files.exists(state);
        Path root = store.root();
        Path real = store.directory("real");
        Path ownState = store.directory("state");
        StorePlaces usual = new StorePlaces(
                storeDirectory,
                real != null ? real : root != null ? under(root, STORE_DIRECTORY) : Path.of(storeDirectory),
                ownState != null ? ownState : root != null ? under(root, STATE_DIRECTORY) : state);
        return new StoreView(
                usual,
                mayFallBack ? fallback(storeDirectory, environment) : null,
                root != null || real != null || ownState != null,
                store.isOnThisMachine());
    }

    /** Returns the view of a store whose files are at their store paths. */
    public static StoreView direct() {
        return of("local", STORE_DIRECTORY, Map.of());
    }

    /** Returns whether the store's files are on this machine. Those of a binary cache are not. */
    public boolean isOnThisMachine() {
        return onThisMachine;
    }

    /** Returns whether this is the store to which the profiles of this machine's users belong. */
    public boolean isUsual() {
        return onThisMachine && !hasOwnPlace && !isFallbackInUse();
    }

    /**
     * Returns whether the store's files are not at their store paths. For a user without write permission for {@code
     * /nix} and without a state directory there, some versions of Nix create a store elsewhere: 2.26 does, 2.8 does not.
     */
    public boolean isRelocated() {
        return places().isRelocated();
    }

    /** Returns the directory in which Nix keeps the state of the store. */
    public Path stateDirectory() {
        return places().state();
    }

    /** Returns the folder with the store's files. */
    public Path folder() {
        return fallback != null && !Files.exists(usual.real()) && Files.exists(fallback.real())
                ? fallback.real()
                : usual.real();
    }

    /**
     * Returns whether the files of a path are not at the path itself, so that its programs cannot be started directly.
     */
    public boolean isRelocated(StorePath path) {
        return placesOf(path).isRelocated();
    }

    /** Returns the file or directory of a store path. */
    public Path file(StorePath path) {
        return placesOf(path).file(path.value());
    }

    /** Returns the directory in which Nix keeps the state of the store that holds a path. */
    Path state(StorePath path) {
        return placesOf(path).state();
    }

    /** Returns whether the files of a store path exist. Nix may not have registered the path as valid. */
    public boolean isPresent(StorePath path) {
        return Files.exists(file(path), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Returns the file that a path inside a store path leads to. Links into the store lead to where its files are.
     *
     * @param owner the store path
     * @param path the store path itself, or a path below it
     * @return the file, which need not exist
     */
    public Path file(StorePath owner, String path) {
        StorePlaces places = placesOf(owner);
        return places.isRelocated() ? places.file(places.resolveLinks(path)) : Path.of(path);
    }

    /**
     * Returns the path that a path inside a store path leads to, as a program of the store sees it. No part of the result
     * is a link.
     *
     * @param owner the store path
     * @param path the store path itself, or a path below it
     */
    public String resolveLinks(StorePath owner, String path) {
        return placesOf(owner).resolveLinks(path);
    }

    private StorePlaces places() {
        return fallback != null && isFallbackInUse() ? fallback : usual;
    }

    private boolean isFallbackInUse() {
        return fallback != null && Files.exists(fallback.state()) && !Files.exists(usual.state());
    }

    private StorePlaces placesOf(StorePath path) {
        if (fallback == null) {
            return usual;
        }
        boolean onlyInFallback = !Files.exists(usual.file(path.value()), LinkOption.NOFOLLOW_LINKS)
                && Files.exists(fallback.file(path.value()), LinkOption.NOFOLLOW_LINKS);
        return onlyInFallback ? fallback : usual;
    }

    private static Path under(Path root, String path) {
        return root.resolve(path.substring(1));
    }

    /** Nix has no way to tell its state directory, so this reads the variable that Nix documents. */
    private static Path state(Map<String, String> environment) {
        String chosen = environment.getOrDefault("NIX_STATE_DIR", "");
        return Path.of(chosen.startsWith("/") ? chosen : STATE_DIRECTORY);
    }

    /** Nix creates a store here for a user who may not write to {@code /nix}. */
    private static @Nullable StorePlaces fallback(String storeDirectory, Map<String, String> environment) {
        String data = environment.getOrDefault("XDG_DATA_HOME", "");
        String home = environment.getOrDefault("HOME", "");
        Path root;
        if (data.startsWith("/")) {
            root = Path.of(data, "nix", "root");
        } else if (home.startsWith("/")) {
            root = Path.of(home, ".local", "share", "nix", "root");
        } else {
            return null;
        }
        return new StorePlaces(storeDirectory, under(root, STORE_DIRECTORY), under(root, STATE_DIRECTORY));
    }

    /**
     * The directories of one store.
     *
     * @param logical the directory that store paths begin with
     * @param real the folder with the files
     * @param state the state directory
     */
    private record StorePlaces(String logical, Path real, Path state) {

        /** The number of links after which they are taken for a cycle. */
        private static final int MAX_LINKS = 40;

        boolean isRelocated() {
            return !real.equals(Path.of(logical));
        }

        /** Returns the file of a path that a program of the store sees. Outside of the store, that is the path itself. */
        Path file(String path) {
            if (!path.startsWith(logical)) {
                return Path.of(path);
            }
            if (path.length() == logical.length()) {
                return real;
            }
            return path.charAt(logical.length()) == '/'
                    ? real.resolve(path.substring(logical.length() + 1))
                    : Path.of(path);
        }

        /** Resolves all links of a path. The folder of a relocated store is mounted, so it counts as no link. */
        String resolveLinks(String path) {
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
                String reached = "/" + String.join("/", done);
                Path file = file(reached);
                boolean mounted = reached.equals(logical) && isRelocated();
                if (mounted || !Files.isSymbolicLink(file) || ++links > MAX_LINKS) {
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
    }
}
