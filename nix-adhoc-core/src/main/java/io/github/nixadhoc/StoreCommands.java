package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.model.StorePath;
import java.util.List;

/**
 * The verbs of {@link NixClient} and {@link NixSession} that name store paths, other stores and registries. {@link Nix} has
 * the same verbs as static methods.
 *
 * <p>Creating a command starts nothing and does not block. Thread-safe.
 *
 * @since 0.1
 */
public abstract class StoreCommands implements AutoCloseable {

    StoreCommands() {}

    /** Returns the engine that executes commands. */
    abstract Engine engine();

    /** Stops everything that was started here and still runs. Later commands throw {@link IllegalStateException}. */
    @Override
    public abstract void close();

    /**
     * Returns the command that deletes given paths from the store, unless something needs them.
     *
     * @param paths the paths
     * @return the command, which runs here
     * @throws IllegalArgumentException if there is none
     */
    public final DeletePathsCommand deletePaths(StorePath... paths) {
        return deletePaths(List.of(paths));
    }

    /**
     * Returns the command that deletes given paths from the store, unless something needs them.
     *
     * @param paths the paths, copied
     * @return the command, which runs here
     * @throws IllegalArgumentException if there is none
     */
    public final DeletePathsCommand deletePaths(List<StorePath> paths) {
        return DeletePathsCommand.of(engine(), paths);
    }

    /**
     * Returns the command that lists the roots that keep paths in the store.
     *
     * @return the command, which runs here
     */
    public final ListRootsCommand listRoots() {
        return new ListRootsCommand(engine(), null, List.of());
    }
}
