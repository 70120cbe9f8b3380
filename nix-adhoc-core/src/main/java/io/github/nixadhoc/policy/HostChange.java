package io.github.nixadhoc.policy;

import io.github.nixadhoc.model.EqualByContent;
import java.util.List;
import java.util.Objects;

/**
 * A change of a store or of a flake registry that a caller asked for, and that starts no program.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class HostChange extends EqualByContent {

    /**
     * The kind of a change.
     *
     * @since 0.1
     */
    public enum Kind {
        /** Deletes given paths from the store, see {@link io.github.nixadhoc.DeletePathsCommand}. */
        DELETE_PATHS,
        /** Copies paths to another store. */
        COPY_TO,
        /** Copies paths from another store. */
        COPY_FROM,
        /** Changes the meaning of a name in the user's flake registry. */
        REGISTRY
    }

    private final Kind kind;
    private final String place;
    private final List<String> items;
    private final List<String> command;

    private HostChange(Kind kind, String place, List<String> items, List<String> command) {
        this.kind = Objects.requireNonNull(kind, "kind");
        this.place = Objects.requireNonNull(place, "place");
        this.items = List.copyOf(items);
        this.command = List.copyOf(command);
    }

    /**
     * Returns a change, for tests of policies. A client makes its own.
     *
     * @param kind the kind
     * @param place the other store, or the file of the registry; empty for the store of the client
     * @param items the store paths, or the names in the registry
     * @param command the line of Nix that does the same, word by word
     * @return the change
     */
    public static HostChange of(Kind kind, String place, List<String> items, List<String> command) {
        return new HostChange(kind, place, items, command);
    }

    /**
     * Returns the kind of the change.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Returns what is changed or read besides the store of the client.
     *
     * @return the URL of the other store, or the file of the registry; empty for the store of the client alone
     */
    public String place() {
        return place;
    }

    /**
     * Returns what the change is about.
     *
     * @return the store paths that are named, without those that they depend on; of a registry, the name, and the reference
     *     that it will stand for
     */
    public List<String> items() {
        return items;
    }

    /**
     * Returns the line of Nix that does the same.
     *
     * @return the words
     */
    public List<String> command() {
        return command;
    }

    @Override
    protected List<Object> parts() {
        return List.of(kind, place, items, command);
    }

    /** Returns the change on one line, for people and logs, with all special characters escaped. */
    @Override
    public String toString() {
        return kind + " " + WordQuoting.of(items) + (place.isEmpty() ? "" : " " + WordQuoting.of(place));
    }
}
