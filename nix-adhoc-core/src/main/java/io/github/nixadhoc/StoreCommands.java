package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.resolve.InstallableWords;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.StorePath;
import java.util.List;
import java.util.stream.Stream;

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

    /**
     * Returns the command that copies packages to another store or from one. It needs {@link CopyCommand#to} or {@link
     * CopyCommand#from}.
     *
     * @param installables the packages or store paths, for instance {@code hello}
     * @return the command, which runs here
     * @throws IllegalArgumentException if one of them is not an installable, or there is none
     */
    public final CopyCommand copy(String... installables) {
        return copy(Stream.of(installables).map(Installable::parse).toList());
    }

    /**
     * Returns the command that copies packages to another store or from one. It needs {@link CopyCommand#to} or {@link
     * CopyCommand#from}.
     *
     * @param installables the packages or store paths; copied
     * @return the command, which runs here
     * @throws IllegalArgumentException if there is none
     */
    public final CopyCommand copy(List<Installable> installables) {
        if (installables.isEmpty()) {
            throw new IllegalArgumentException("name at least one package or store path");
        }
        InstallableWords.requireTogether(installables);
        return CopyCommand.of(engine(), installables);
    }

    /**
     * Returns the command that makes a name in the user's flake registry stand for what it stands for now.
     *
     * @param name the name, for instance {@code nixpkgs}
     * @return the command, which runs here
     * @throws IllegalArgumentException if it is no name
     */
    public final RegistryChangeCommand pinInRegistry(String name) {
        return RegistryChangeCommand.pin(engine(), name);
    }

    /**
     * Returns the command that makes a name in the user's flake registry stand for a flake.
     *
     * @param name the name, for instance {@code nixpkgs}
     * @param flakeReference the flake; not relative to a directory
     * @return the command, which runs here
     * @throws IllegalArgumentException if a parameter is malformed
     */
    public final RegistryChangeCommand addToRegistry(String name, String flakeReference) {
        return RegistryChangeCommand.add(engine(), name, flakeReference);
    }

    /**
     * Returns the command that removes a name from the user's flake registry, so that those of the machine and the global
     * one count.
     *
     * @param name the name, for instance {@code nixpkgs}
     * @return the command, which runs here
     * @throws IllegalArgumentException if it is no name
     */
    public final RegistryChangeCommand removeFromRegistry(String name) {
        return RegistryChangeCommand.remove(engine(), name);
    }
}
