package io.github.nixadhoc.internal.store;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.StoreRaceException;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps store paths from being collected by holding a descriptor open in each.
 *
 * <p>Nix's collector takes what any process has open for a root (seen on 2.8, 2.26 and 2.34), so this needs neither a
 * link nor a call of Nix, and ends with the JVM whatever happens to it. A collector that began before is told besides.
 * What Nix takes for valid after it has been pinned stays so.
 *
 * <p>Not thread-safe while paths are added.
 */
public final class StorePins implements AutoCloseable {

    private final StoreView view;
    private final List<Closeable> descriptors = new ArrayList<>();

    /** Creates pins that hold nothing yet, in the store of a view. */
    public StorePins(StoreView view) {
        this.view = view;
    }

    /**
     * Holds paths that have to be there.
     *
     * @param paths the paths
     * @param deadline when to wait no longer for a collector to take notice
     * @throws StoreRaceException if one is not there, most likely since it has been collected
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
     * Holds paths if all of them are there as Nix once took them for valid.
     *
     * @param marks what they looked like then
     * @param deadline when to wait no longer for a collector to take notice
     * @return whether they are; if not, some may be held nevertheless
     */
    public boolean holdUnchanged(List<StoreMark> marks, Deadline deadline) {
        for (StoreMark mark : marks) {
            // looked at after it is held, since it may be deleted until then
            if (!tryToHold(mark.path(), deadline) || !mark.isStillTrue(view)) {
                return false;
            }
        }
        return true;
    }

    /** Holds a path if it is there, and returns whether it is. */
    public boolean tryToHold(StorePath path, Deadline deadline) {
        try {
            descriptors.add(open(view.file(path)));
        } catch (IOException e) {
            return false;
        }
        // In this order: who looks for roots after the descriptor was opened sees it, who did so before can be told.
        GcSocket notice = GcSocket.give(view.state(path), path, deadline);
        if (notice != null) {
            descriptors.add(notice);
        }
        return true;
    }

    @SuppressWarnings("StreamResourceLeak") // it is kept open until the pins are let go
    private static Closeable open(Path object) throws IOException {
        return Files.isDirectory(object) ? Files.newDirectoryStream(object) : Files.newInputStream(object);
    }

    /** Closes something else along with these pins. */
    public void closeWith(Closeable other) {
        descriptors.add(other);
    }

    /** Lets the paths go. */
    @Override
    public void close() {
        for (Closeable descriptor : descriptors) {
            try {
                descriptor.close();
            } catch (IOException e) {
                // a descriptor that was only read from is gone even if closing it fails
            }
        }
    }
}
