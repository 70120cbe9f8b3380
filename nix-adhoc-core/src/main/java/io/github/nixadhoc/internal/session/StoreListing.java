package io.github.nixadhoc.internal.session;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The listing of a store's folder. Reading it is much faster than a query for valid paths.
 *
 * <p>Immutable and thread-safe.
 */
public final class StoreListing {

    private final Path folder;
    private final String directory;
    private final StorePathScanner scanner;

    /**
     * Creates the listing of a store.
     *
     * @param folder the folder with the store's files
     * @param directory the store directory, with which its paths begin
     */
    public StoreListing(Path folder, String directory) {
        this.folder = folder;
        this.directory = directory;
        this.scanner = new StorePathScanner(directory);
    }

    /** Returns the names of all files in the folder, whether they are valid paths or not. */
    public Set<String> names() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(HashSet::new));
        } catch (NoSuchFileException e) {
            // Nix creates the folder with the first path.
            return Set.of();
        } catch (IOException e) {
            StoreUnavailableException failure = new StoreUnavailableException(Failure.of(
                    "what is in the store could not be listed: " + e,
                    "check that this user may read " + folder + ", or do without a session"));
            failure.initCause(e);
            throw failure;
        }
    }

    /** Returns the store path for a name. */
    public String path(String name) {
        return directory + "/" + name;
    }

    StorePathScanner scanner() {
        return scanner;
    }
}
