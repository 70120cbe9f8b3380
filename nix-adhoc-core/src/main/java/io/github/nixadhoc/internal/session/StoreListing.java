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
 * The folder of a store, which is read much faster than Nix tells what is valid.
 *
 * <p>Immutable and thread-safe.
 */
public final class StoreListing {

    private final Path folder;
    private final String directory;
    private final StorePathScanner mentions;

    /**
     * Creates the listing of a store.
     *
     * @param folder where its files are
     * @param directory what its paths begin with
     */
    public StoreListing(Path folder, String directory) {
        this.folder = folder;
        this.directory = directory;
        this.mentions = new StorePathScanner(directory);
    }

    /** Returns the names of all that is there, valid or not. */
    public Set<String> names() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(HashSet::new));
        } catch (NoSuchFileException e) {
            // It is made with the first path.
            return Set.of();
        } catch (IOException e) {
            StoreUnavailableException failure = new StoreUnavailableException(Failure.of(
                    "what is in the store could not be listed: " + e,
                    "check that this user may read " + folder + ", or do without a session"));
            failure.initCause(e);
            throw failure;
        }
    }

    /** Returns the store path of a name. */
    public String path(String name) {
        return directory + "/" + name;
    }

    StorePathScanner mentions() {
        return mentions;
    }
}
