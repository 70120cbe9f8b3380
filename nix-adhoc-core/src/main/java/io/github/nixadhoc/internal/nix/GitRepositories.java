package io.github.nixadhoc.internal.nix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Git repositories and their owners. Git reads no repository of another user unless it is told to trust it. */
public final class GitRepositories {

    private GitRepositories() {}

    /**
     * Returns the repository of another user in which a folder lies.
     *
     * @param folder the folder, which need not exist
     * @return the folder of the repository; empty if there is none, or it belongs to this user
     */
    public static Optional<Path> foreignAround(Path folder) {
        Path repository = folder.toAbsolutePath().normalize();
        while (repository != null && !Files.exists(repository.resolve(".git"))) {
            repository = repository.getParent();
        }
        return Optional.ofNullable(repository).filter(GitRepositories::isForeign);
    }

    private static boolean isForeign(Path repository) {
        try {
            Object own = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
            return !own.equals(Files.getAttribute(repository, "unix:uid"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false;
        }
    }
}
