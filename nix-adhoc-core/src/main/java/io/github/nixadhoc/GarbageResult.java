package io.github.nixadhoc;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.ProfileGeneration;
import io.github.nixadhoc.model.StorePath;
import java.util.List;
import java.util.Objects;

/**
 * What a garbage collection has deleted, or would delete.
 *
 * <p>Immutable and thread-safe. {@link #toString()} is made to be read at a prompt.
 *
 * @param deletedPaths the store paths that are gone, sorted; after a dry run those that would be
 * @param freed the number of bytes that their files had, counted as Nix counts them: without folders, and without files
 *     that another path has too in a store that has been optimised. To the byte, unless others change the store meanwhile;
 *     then it is what Nix says, rounded as Nix does (Nix 2.8 and 2.26 to 0.01 MiB, 2.34 to a tenth of the unit)
 * @param dryRun whether nothing has been deleted
 * @param deletedGenerations the generations of profiles that are gone, or would be, sorted; none unless they were asked
 *     for
 * @since 0.1
 */
public record GarbageResult(
        List<StorePath> deletedPaths, ByteSize freed, boolean dryRun, List<ProfileGeneration> deletedGenerations) {

    /**
     * Copies the lists.
     *
     * @param deletedPaths the paths that are gone
     * @param freed the number of bytes
     * @param dryRun whether nothing has been deleted
     * @param deletedGenerations the generations that are gone
     */
    public GarbageResult {
        deletedPaths = List.copyOf(deletedPaths);
        Objects.requireNonNull(freed, "freed");
        deletedGenerations = List.copyOf(deletedGenerations);
    }

    /**
     * Returns how many store paths are gone, or would be.
     *
     * @return the number
     */
    public int deletedPathCount() {
        return deletedPaths.size();
    }

    /** Returns the numbers, and the first of what they count. */
    @Override
    public String toString() {
        return Print.garbage(this);
    }
}
