package io.github.nixadhoc.internal.store;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.StoreRaceException;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Protects store paths from garbage collection by keeping a file descriptor open in each.
 *
 * <p>Nix's collector treats every open file as a root (tested with 2.8, 2.26 and 2.34). So a pin needs neither a link
 * nor a call of Nix, and it ends with the JVM. A collector that started earlier is notified as well. A path that is
 * valid after it has been pinned stays valid.
 *
 * <p>Paths must be added by one thread at a time.
 */
public final class StorePins implements AutoCloseable {

    private final StoreView view;
    private final List<Closeable> descriptors = new ArrayList<>();

    /** Creates pins for the store of a view; they hold no paths yet. */
    public StorePins(StoreView view) {
        this.view = view;
    }

    /**
     * Holds paths that must exist.
     *
     * @param paths the paths
     * @param deadline when to stop waiting for the answer of a collector
     * @throws StoreRaceException if one does not exist, most likely because it has been collected
     */
    public void hold(List<StorePath> paths, Deadline deadline) {
        for (StorePath path : paths) {
            if (!tryToHold(path, deadline)) {
                String what = path + " has been deleted from the store meanwhile";
                throw new StoreRaceException(Failure.of(what, "", Phase.REALISE, List.of(), ""));
            }
        }
    }

    /**
     * Holds paths if all of them are unchanged since they were known to be valid.
     *
     * @param marks the paths and their stamps
     * @param deadline when to stop waiting for the answer of a collector
     * @return whether all are unchanged; if not, some of them may be held nevertheless
     */
    public boolean holdUnchanged(List<StoreMark> marks, Deadline deadline) {
        for (StoreMark mark : marks) {
            // The path may be deleted until it is held, so the check comes second.
            if (!tryToHold(mark.path(), deadline) || !mark.isStillTrue(view)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Holds a path if it exists, and returns whether it does. An output may be a symbolic link, to whatever its builder
     * wrote into it. A link has no descriptor, so the target is held, if there is one.
     */
    public boolean tryToHold(StorePath path, Deadline deadline) {
        Path file = view.file(path);
        try {
            descriptors.add(open(file));
        } catch (IOException e) {
            if (!Files.isSymbolicLink(file)) {
                return false;
            }
        }
        // The order matters: a collector that looks for roots after the descriptor was opened finds it, and one that
        // did so before is notified here.
        GcSocket connection = GcSocket.announce(view.state(path), path, deadline);
        if (connection != null) {
            descriptors.add(connection);
        }
        return true;
    }

    @SuppressWarnings("StreamResourceLeak") // close() closes it
    private static Closeable open(Path object) throws IOException {
        if (Files.isDirectory(object)) {
            return Files.newDirectoryStream(object);
        }
        if (!Files.isRegularFile(object)) {
            // A link may lead to a pipe, and opening that would wait for a writer.
            throw new NoSuchFileException(object.toString());
        }
        return Files.newInputStream(object);
    }

    /** Adds a resource that {@link #close} closes too. */
    public void closeWith(Closeable other) {
        descriptors.add(other);
    }

    /** Releases the paths. */
    @Override
    public void close() {
        for (Closeable descriptor : descriptors) {
            try {
                descriptor.close();
            } catch (IOException e) {
                // A descriptor is released even if closing it fails, and nothing was written to it.
            }
        }
    }
}
