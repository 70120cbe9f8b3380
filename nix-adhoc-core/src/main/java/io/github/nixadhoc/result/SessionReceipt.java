package io.github.nixadhoc.result;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.EqualByContent;
import io.github.nixadhoc.model.StorePath;
import java.util.List;
import java.util.Objects;

/**
 * An account of a session: what it has added to the store, what it has run, and, once it is closed, what it has
 * deleted.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class SessionReceipt extends EqualByContent {

    private final List<StorePath> added;
    private final ByteSize addedSize;
    private final ByteSize addedOnDisk;
    private final List<StorePath> built;
    private final List<StorePath> downloaded;
    private final List<SessionRun> runs;
    private final List<String> kept;
    private final List<StorePath> deleted;
    private final ByteSize freed;

    private SessionReceipt(Builder builder) {
        this.added = builder.added;
        this.addedSize = builder.addedSize;
        this.addedOnDisk = builder.addedOnDisk;
        this.built = builder.built;
        this.downloaded = builder.downloaded;
        this.runs = builder.runs;
        this.kept = builder.kept;
        this.deleted = builder.deleted;
        this.freed = builder.freed;
    }

    /**
     * Returns a new builder of a {@code SessionReceipt}; for the library itself, and for the tests of those who use
     * it.
     *
     * @return the builder, with nothing set
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the store paths that the session added and that are there, or were when it was closed: outputs,
     * derivations, sources.
     *
     * @return an unmodifiable list, sorted
     */
    public List<StorePath> added() {
        return added;
    }

    /**
     * Returns the sum of the NAR sizes of the added paths.
     *
     * @return the sum
     */
    public ByteSize addedSize() {
        return addedSize;
    }

    /**
     * Returns the bytes of the files of the added paths.
     *
     * @return the size
     */
    public ByteSize addedOnDisk() {
        return addedOnDisk;
    }

    /**
     * Returns the derivations that were built for the session.
     *
     * @return an unmodifiable list, in the order of the builds
     */
    public List<StorePath> built() {
        return built;
    }

    /**
     * Returns the store paths that were downloaded for the session.
     *
     * @return an unmodifiable list, in the order of the downloads
     */
    public List<StorePath> downloaded() {
        return downloaded;
    }

    /**
     * Returns the programs that the session has run.
     *
     * @return an unmodifiable list, in the order of their starts
     */
    public List<SessionRun> runs() {
        return runs;
    }

    /**
     * Returns the names of the pins that the session has made to keep something.
     *
     * @return an unmodifiable list
     */
    public List<String> kept() {
        return kept;
    }

    /**
     * Returns the added paths that were deleted when the session was closed. The others are needed by somebody else,
     * or kept.
     *
     * @return an unmodifiable list, sorted; empty before the session is closed
     */
    public List<StorePath> deleted() {
        return deleted;
    }

    /**
     * Returns the bytes of the files that were deleted.
     *
     * @return the size
     */
    public ByteSize freed() {
        return freed;
    }

    @Override
    protected List<Object> parts() {
        return List.of(added, addedSize, addedOnDisk, built, downloaded, runs, kept, deleted, freed);
    }

    /** Returns the numbers in one line. */
    @Override
    public String toString() {
        return runs.size() + " runs, " + added.size() + " store paths added (" + addedSize + "), " + built.size()
                + " built, " + downloaded.size() + " downloaded, " + deleted.size() + " deleted (" + freed + ")";
    }

    /**
     * Builds a {@link SessionReceipt}.
     *
     * <p>Not thread-safe. Lists are empty at first.
     *
     * @since 0.1
     */
    public static final class Builder {

        private List<StorePath> added = List.of();
        private ByteSize addedSize = ByteSize.ZERO;
        private ByteSize addedOnDisk = ByteSize.ZERO;
        private List<StorePath> built = List.of();
        private List<StorePath> downloaded = List.of();
        private List<SessionRun> runs = List.of();
        private List<String> kept = List.of();
        private List<StorePath> deleted = List.of();
        private ByteSize freed = ByteSize.ZERO;

        private Builder() {}

        /**
         * Sets the store paths that the session added.
         *
         * @param added the store paths, sorted
         * @return this builder
         */
        public Builder added(List<StorePath> added) {
            this.added = List.copyOf(added);
            return this;
        }

        /**
         * Sets the sum of the NAR sizes of the added paths.
         *
         * @param addedSize the sum; zero unless set
         * @return this builder
         */
        public Builder addedSize(ByteSize addedSize) {
            this.addedSize = Objects.requireNonNull(addedSize, "addedSize");
            return this;
        }

        /**
         * Sets the bytes of the files of the added paths.
         *
         * @param addedOnDisk the size; zero unless set
         * @return this builder
         */
        public Builder addedOnDisk(ByteSize addedOnDisk) {
            this.addedOnDisk = Objects.requireNonNull(addedOnDisk, "addedOnDisk");
            return this;
        }

        /**
         * Sets the derivations that were built for the session.
         *
         * @param built the derivations, in order
         * @return this builder
         */
        public Builder built(List<StorePath> built) {
            this.built = List.copyOf(built);
            return this;
        }

        /**
         * Sets the store paths that were downloaded for the session.
         *
         * @param downloaded the store paths, in order
         * @return this builder
         */
        public Builder downloaded(List<StorePath> downloaded) {
            this.downloaded = List.copyOf(downloaded);
            return this;
        }

        /**
         * Sets the programs that the session has run.
         *
         * @param runs the programs, in order
         * @return this builder
         */
        public Builder runs(List<SessionRun> runs) {
            this.runs = List.copyOf(runs);
            return this;
        }

        /**
         * Sets the names of the pins that the session has made.
         *
         * @param kept the names
         * @return this builder
         */
        public Builder kept(List<String> kept) {
            this.kept = List.copyOf(kept);
            return this;
        }

        /**
         * Sets the added paths that were deleted when the session was closed.
         *
         * @param deleted the store paths, sorted
         * @return this builder
         */
        public Builder deleted(List<StorePath> deleted) {
            this.deleted = List.copyOf(deleted);
            return this;
        }

        /**
         * Sets the bytes of the files that were deleted.
         *
         * @param freed the size; zero unless set
         * @return this builder
         */
        public Builder freed(ByteSize freed) {
            this.freed = Objects.requireNonNull(freed, "freed");
            return this;
        }

        /**
         * Returns the result.
         *
         * @return an immutable {@code SessionReceipt}
         */
        public SessionReceipt build() {
            return new SessionReceipt(this);
        }
    }
}
