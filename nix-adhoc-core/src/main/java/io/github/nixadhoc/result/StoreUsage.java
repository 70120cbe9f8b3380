package io.github.nixadhoc.result;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.EqualByContent;
import io.github.nixadhoc.model.GcRoot;
import io.github.nixadhoc.model.StorePath;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The size of a store, what of it could be deleted, and what keeps the rest.
 *
 * <p>Immutable and thread-safe. {@link #toString()} is made to be read at a prompt.
 *
 * @since 0.1
 */
public final class StoreUsage extends EqualByContent {

    private final int paths;
    private final ByteSize totalSize;
    private final ByteSize diskUsage;
    private final ByteSize reclaimable;
    private final List<StorePath> reclaimablePaths;
    private final List<GcRoot> roots;

    private StoreUsage(Builder builder) {
        this.paths = builder.paths;
        this.totalSize = Required.of(builder.totalSize, "totalSize");
        this.diskUsage = Required.of(builder.diskUsage, "diskUsage");
        this.reclaimable = Required.of(builder.reclaimable, "reclaimable");
        this.reclaimablePaths = builder.reclaimablePaths;
        this.roots = builder.roots;
    }

    /**
     * Returns a new builder of a {@code StoreUsage}; for the library itself, and for the tests of those who use it.
     *
     * @return the builder, with nothing set
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the number of store paths.
     *
     * @return the number
     */
    public int paths() {
        return paths;
    }

    /**
     * Returns the sum of the NAR sizes of all store paths, as {@code nix path-info --all --size} tells them.
     *
     * @return the sum
     */
    public ByteSize totalSize() {
        return totalSize;
    }

    /**
     * Returns the blocks that all files of the store occupy on its disk, files with several links once, as {@code du}
     * counts them.
     *
     * @return the size, in whole KiB
     */
    public ByteSize diskUsage() {
        return diskUsage;
    }

    /**
     * Returns the size that a garbage collection would free now, without deleting generations.
     *
     * @return the {@link GarbageResult#freed()} of a dry run
     */
    public ByteSize reclaimable() {
        return reclaimable;
    }

    /**
     * Returns the store paths that a garbage collection would delete now.
     *
     * @return an unmodifiable list, sorted
     */
    public List<StorePath> reclaimablePaths() {
        return reclaimablePaths;
    }

    /**
     * Returns the garbage collector roots that keep the others, as Nix tells them: links, profiles, and the files
     * that running processes have open.
     *
     * @return an unmodifiable list, sorted by link
     */
    public List<GcRoot> roots() {
        return roots;
    }

    @Override
    protected List<Object> parts() {
        return List.of(paths, totalSize, diskUsage, reclaimable, reclaimablePaths, roots);
    }

    /** Returns the numbers, and the roots that keep the most alone. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(TextLayout.counted(paths, "store path"))
                .append(", ")
                .append(totalSize)
                .append(", on disk ")
                .append(diskUsage)
                .append("\n  reclaimable ")
                .append(reclaimable)
                .append(" in ")
                .append(TextLayout.counted(reclaimablePaths.size(), "path"));
        TextLayout.append(
                text,
                "kept alone by",
                roots.stream()
                        .sorted(Comparator.comparing(GcRoot::keptAlone)
                                .reversed()
                                .thenComparing(GcRoot::link))
                        .map(root -> TextLayout.sized(root.keptAlone(), root.link()))
                        .toList());
        return text.toString();
    }

    /**
     * Builds a {@link StoreUsage}.
     *
     * <p>Not thread-safe. Lists are empty at first.
     *
     * @since 0.1
     */
    public static final class Builder {

        private int paths;
        private @Nullable ByteSize totalSize;
        private @Nullable ByteSize diskUsage;
        private @Nullable ByteSize reclaimable;
        private List<StorePath> reclaimablePaths = List.of();
        private List<GcRoot> roots = List.of();

        private Builder() {}

        /**
         * Sets the number of store paths.
         *
         * @param paths the number; zero unless set
         * @return this builder
         */
        public Builder paths(int paths) {
            this.paths = paths;
            return this;
        }

        /**
         * Sets the sum of the NAR sizes of all store paths.
         *
         * @param totalSize the sum
         * @return this builder
         */
        public Builder totalSize(ByteSize totalSize) {
            this.totalSize = totalSize;
            return this;
        }

        /**
         * Sets the blocks that all files of the store occupy on its disk.
         *
         * @param diskUsage the size
         * @return this builder
         */
        public Builder diskUsage(ByteSize diskUsage) {
            this.diskUsage = diskUsage;
            return this;
        }

        /**
         * Sets the size that a garbage collection would free now.
         *
         * @param reclaimable the size
         * @return this builder
         */
        public Builder reclaimable(ByteSize reclaimable) {
            this.reclaimable = reclaimable;
            return this;
        }

        /**
         * Sets the store paths that a garbage collection would delete now.
         *
         * @param reclaimablePaths the store paths, sorted
         * @return this builder
         */
        public Builder reclaimablePaths(List<StorePath> reclaimablePaths) {
            this.reclaimablePaths = List.copyOf(reclaimablePaths);
            return this;
        }

        /**
         * Sets the garbage collector roots that keep the others.
         *
         * @param roots the roots, sorted by link
         * @return this builder
         */
        public Builder roots(List<GcRoot> roots) {
            this.roots = List.copyOf(roots);
            return this;
        }

        /**
         * Returns the result.
         *
         * @return an immutable {@code StoreUsage}
         * @throws IllegalStateException if a part is missing; the message names it
         */
        public StoreUsage build() {
            return new StoreUsage(this);
        }
    }
}
