package io.github.nixadhoc.result;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.ProfileGeneration;
import io.github.nixadhoc.model.StorePath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a garbage collection, or of a dry run of one.
 *
 * <p>Immutable and thread-safe. {@link #toString()} is made to be read at a prompt.
 *
 * @since 0.1
 */
public final class GarbageResult {

    private final List<StorePath> deletedPaths;
    private final ByteSize freed;
    private final boolean dryRun;
    private final List<ProfileGeneration> deletedGenerations;

    private GarbageResult(Builder builder) {
        this.deletedPaths = builder.deletedPaths;
        this.freed = Required.of(builder.freed, "freed");
        this.dryRun = builder.dryRun;
        this.deletedGenerations = builder.deletedGenerations;
    }

    /**
     * Returns a new builder of a {@code GarbageResult}; for the library itself, and for the tests of those who use
     * it.
     *
     * @return the builder, with nothing set
     */
    public static Builder builder() {
        return new Builder();
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
    public boolean equals(Object other) {
        return other instanceof GarbageResult that && content().equals(that.content());
    }

    @Override
    public int hashCode() {
        return content().hashCode();
    }

    private List<Object> content() {
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

    /**
     * Builds a {@link GarbageResult}.
     *
     * <p>Not thread-safe. Lists are empty at first.
     *
     * @since 0.1
     */
    public static final class Builder {

        private List<StorePath> deletedPaths = List.of();
        private @Nullable ByteSize freed;
        private boolean dryRun;
        private List<ProfileGeneration> deletedGenerations = List.of();

        private Builder() {}

        /**
         * Sets the store paths that are gone, or would be.
         *
         * @param deletedPaths the store paths, sorted
         * @return this builder
         */
        public Builder deletedPaths(List<StorePath> deletedPaths) {
            this.deletedPaths = List.copyOf(deletedPaths);
            return this;
        }

        /**
         * Sets the number of bytes that the files of these paths had.
         *
         * @param freed the size
         * @return this builder
         */
        public Builder freed(ByteSize freed) {
            this.freed = freed;
            return this;
        }

        /**
         * Sets whether nothing has been deleted.
         *
         * @param dryRun true for a dry run; false unless set
         * @return this builder
         */
        public Builder dryRun(boolean dryRun) {
            this.dryRun = dryRun;
            return this;
        }

        /**
         * Sets the generations of profiles that are gone, or would be.
         *
         * @param deletedGenerations the generations, sorted
         * @return this builder
         */
        public Builder deletedGenerations(List<ProfileGeneration> deletedGenerations) {
            this.deletedGenerations = List.copyOf(deletedGenerations);
            return this;
        }

        /**
         * Returns the result.
         *
         * @return an immutable {@code GarbageResult}
         * @throws IllegalStateException if a part is missing; the message names it
         */
        public GarbageResult build() {
            return new GarbageResult(this);
        }
    }
}
