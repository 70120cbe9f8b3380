package io.github.nixadhoc;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.StorePath;
import java.util.List;

/**
 * What a session has added to the store, what it has run, and, once it is closed, what it has given back.
 *
 * <p>Immutable and thread-safe.
 *
 * @param added the store paths that the session added and that are there, or were when it was closed, sorted: outputs,
 *     derivations, sources
 * @param addedSize the sum of their NAR sizes
 * @param addedOnDisk the bytes of their files
 * @param built the derivations that were built for it, in order
 * @param downloaded the store paths that were downloaded for it, in order
 * @param runs what it has run, in order
 * @param kept the names of the pins that it has made to keep something
 * @param deleted what of the added was deleted when the session was closed, sorted; empty before. The others are needed by
 *     somebody else, or kept
 * @param freed the bytes of the files that were deleted
 * @since 0.1
 */
public record SessionReceipt(
        List<StorePath> added,
        ByteSize addedSize,
        ByteSize addedOnDisk,
        List<StorePath> built,
        List<StorePath> downloaded,
        List<SessionRun> runs,
        List<String> kept,
        List<StorePath> deleted,
        ByteSize freed) {

    /**
     * Copies the lists.
     *
     * @param added the store paths that the session added
     * @param addedSize the sum of their NAR sizes
     * @param addedOnDisk the bytes of their files
     * @param built the derivations that were built
     * @param downloaded the store paths that were downloaded
     * @param runs what it has run
     * @param kept the names of the pins
     * @param deleted what was deleted
     * @param freed the bytes of the files that were deleted
     */
    public SessionReceipt {
        added = List.copyOf(added);
        built = List.copyOf(built);
        downloaded = List.copyOf(downloaded);
        runs = List.copyOf(runs);
        kept = List.copyOf(kept);
        deleted = List.copyOf(deleted);
    }

    /** Returns the numbers in one line. */
    @Override
    public String toString() {
        return runs.size() + " runs, " + added.size() + " store paths added (" + addedSize + "), " + built.size()
                + " built, " + downloaded.size() + " downloaded, " + deleted.size() + " deleted (" + freed + ")";
    }
}
