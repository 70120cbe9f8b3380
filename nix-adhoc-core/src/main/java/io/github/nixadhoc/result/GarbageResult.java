package io.github.nixadhoc.result;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.EqualByContent;
import io.github.nixadhoc.model.ProfileGeneration;
import io.github.nixadhoc.model.StorePath;
import java.util.List;
import java.util.Objects;

/**
 * The result of a garbage collection, or of a dry run of one.
 *
 * <p>Immutable and thread-safe. {@link #toString()} is made to be read at a prompt.
 *
 * @since 0.1
 */
public final class GarbageResult extends EqualByContent {

    private final List<StorePath> deletedPaths;
    private final ByteSize freed;
    private final boolean dryRun;
    private final List<ProfileGeneration> deletedGenerations;

    private GarbageResult(
            List<StorePath> deletedPaths, ByteSize freed, boolean dryRun, List<ProfileGeneration> deletedGenerations) {
        this.deletedPaths = List.copyOf(deletedPaths);
        this.freed = Objects.requireNonNull(freed, "freed");
        this.dryRun = dryRun;
        this.deletedGenerations = List.copyOf(deletedGenerations);
    }

    /**
     * Returns a {@code GarbageResult}. The library uses this, and so may the tests of its users.
     *
     * @param deletedPaths the store paths that are gone; after a dry run those that would be
     * @param freed the number of bytes that the files of these paths had, counted as Nix counts them
     * @param dryRun whether nothing has been deleted
     * @param deletedGenerations the generations of profiles that are gone, or would be
     * @return an immutable {@code GarbageResult}
     */
    public static GarbageResult of(
            List<StorePath> deletedPaths, ByteSize freed, boolean dryRun, List<ProfileGeneration> deletedGenerations) {
        return new GarbageResult(deletedPaths, freed, dryRun, deletedGenerations);
    }

    /**
     * Returns the store paths that are gone; after a dry run those that would be.
     *
     * @return an unmodifiable list, sorted
     */
    public List<StorePath> deletedPaths() {
        return deletedPaths;
    }

    /**
     * Returns the number of bytes that the files of these paths had, counted as Nix counts them.
     *
     * <p>Folders do not count, and neither do files that another path has too in a store that has been optimised.
     * The number is exact unless others change the store meanwhile; then it is what Nix says, rounded as Nix does
     * (Nix 2.8 and 2.26 to 0.01 MiB, 2.34 to a tenth of the unit).
     *
     * @return the size
     */
    public ByteSize freed() {
        return freed;
    }

    /**
     * Returns whether nothing has been deleted.
     *
     * @return true after a dry run
     */
    public boolean dryRun() {
        return dryRun;
    }

    /**
     * Returns the generations of profiles that are gone, or would be.
     *
     * @return an unmodifiable list, sorted; empty unless they were asked for
     */
    public List<ProfileGeneration> deletedGenerations() {
        return deletedGenerations;
    }

    /**
     * Returns how many store paths are gone, or would be.
     *
     * @return the number
     */
    public int deletedPathCount() {
        return deletedPaths.size();
    }

    @Override
    protected List<Object> parts() {
        return List.of(deletedPaths, freed, dryRun, deletedGenerations);
    }

    /** Returns the numbers, and the first of what they count. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(TextLayout.counted(deletedPathCount(), "store path"))
                .append(dryRun ? " would be deleted, " : " deleted, ")
                .append(freed)
                .append(" freed");
        TextLayout.append(
                text,
                "generations",
                deletedGenerations.stream().map(Object::toString).toList());
        TextLayout.appendPaths(text, "store paths", deletedPaths);
        return text.toString();
    }
}
