package io.github.nixadhoc;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.StorePath;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a command would do.
 *
 * <p>Immutable and thread-safe. {@link #toString()} is made to be read at a prompt.
 *
 * @param command the words that would be started, the program first; a program of a shell is the name that would be
 *     looked up in the PATH that the packages make
 * @param installables what it needs, with the flake references that bare names stand for
 * @param storePaths the outputs that it would run from
 * @param toBuild the store derivations that would be built
 * @param toFetch the store paths that would be downloaded
 * @param downloadSize the size of the downloads as they come over the network, as far as the caches tell
 * @param unpackedSize the size of the downloads in the store, as far as the caches tell
 * @param denial why the client's policy would deny it as it is now known, with the rule; empty if it would not, or only a
 *     person can say
 * @since 0.1
 */
public record Plan(
        List<String> command,
        List<Installable> installables,
        List<StorePath> storePaths,
        List<StorePath> toBuild,
        List<StorePath> toFetch,
        ByteSize downloadSize,
        ByteSize unpackedSize,
        Optional<String> denial) {

    /**
     * Copies the lists.
     *
     * @param command the words that would be started
     * @param installables what it needs
     * @param storePaths the outputs that it would run from
     * @param toBuild the store derivations that would be built
     * @param toFetch the store paths that would be downloaded
     * @param downloadSize the size of the downloads
     * @param unpackedSize the size of the downloads in the store
     * @param denial why the policy would deny it
     */
    public Plan {
        command = List.copyOf(command);
        installables = List.copyOf(installables);
        storePaths = List.copyOf(storePaths);
        toBuild = List.copyOf(toBuild);
        toFetch = List.copyOf(toFetch);
        Objects.requireNonNull(denial, "denial");
    }

    /**
     * Returns whether all that is needed is in the store.
     *
     * @return true if nothing would be built or downloaded
     */
    public boolean isInStore() {
        return toBuild.isEmpty() && toFetch.isEmpty();
    }

    /** Returns the command, what would be fetched and built before it, and why the policy would deny it if so. */
    @Override
    public String toString() {
        return Print.plan(this);
    }
}
