package io.github.nixadhoc.model;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The facts that Nix records about a store path.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class StorePathInfo extends EqualByContent {

    private final StorePath path;
    private final ByteSize narSize;
    private final ByteSize closureSize;
    private final List<StorePath> references;
    private final @Nullable StorePath deriver;
    private final List<String> signatures;
    private final @Nullable Instant registrationTime;
    private final @Nullable ByteSize downloadSize;

    private StorePathInfo(Builder builder) {
        this.path = builder.path;
        this.narSize = builder.narSize;
        this.closureSize = builder.closureSize;
        this.references = builder.references;
        this.deriver = builder.deriver;
        this.signatures = builder.signatures;
        this.registrationTime = builder.registrationTime;
        this.downloadSize = builder.downloadSize;
    }

    /**
     * Returns a new builder of a {@code StorePathInfo}. The library uses it, and so may the tests of its users.
     *
     * @param path the store path
     * @return the builder
     */
    public static Builder builder(StorePath path) {
        return new Builder(path);
    }

    /**
     * Returns the path.
     *
     * @return the store path
     */
    public StorePath path() {
        return path;
    }

    /**
     * Returns the size of the path by itself.
     *
     * @return the NAR size
     */
    public ByteSize narSize() {
        return narSize;
    }

    /**
     * Returns the size of the path and of all paths that it depends on.
     *
     * @return the sum of the NAR sizes
     */
    public ByteSize closureSize() {
        return closureSize;
    }

    /**
     * Returns the paths that the path depends on directly. A path may depend on itself.
     *
     * @return an unmodifiable list
     */
    public List<StorePath> references() {
        return references;
    }

    /**
     * Returns the store derivation that the path was built from.
     *
     * @return the derivation; empty if it is not known
     */
    public Optional<StorePath> deriver() {
        return Optional.ofNullable(deriver);
    }

    /**
     * Returns the signatures of the path.
     *
     * @return an unmodifiable list of texts, {@code key:signature}
     */
    public List<String> signatures() {
        return signatures;
    }

    /**
     * Returns the time at which the path was registered in the store.
     *
     * @return the time; empty for a path in a binary cache
     */
    public Optional<Instant> registrationTime() {
        return Optional.ofNullable(registrationTime);
    }

    /**
     * Returns the size of the download, which is compressed.
     *
     * @return the size; empty unless the path is in a binary cache
     */
    public Optional<ByteSize> downloadSize() {
        return Optional.ofNullable(downloadSize);
    }

    @Override
    protected List<@Nullable Object> parts() {
        return Arrays.asList(
                path, narSize, closureSize, references, deriver, signatures, registrationTime, downloadSize);
    }

    @Override
    public String toString() {
        return "StorePathInfo[path=" + path + ", narSize=" + narSize + ", closureSize=" + closureSize + ", references="
                + references + ", deriver=" + deriver() + ", signatures=" + signatures + ", registrationTime="
                + registrationTime() + ", downloadSize=" + downloadSize() + "]";
    }

    /**
     * Builds a {@link StorePathInfo}.
     *
     * <p>Not thread-safe.
     *
     * @since 0.1
     */
    public static final class Builder {

        private final StorePath path;
        private ByteSize narSize = ByteSize.ZERO;
        private ByteSize closureSize = ByteSize.ZERO;
        private List<StorePath> references = List.of();
        private @Nullable StorePath deriver;
        private List<String> signatures = List.of();
        private @Nullable Instant registrationTime;
        private @Nullable ByteSize downloadSize;

        private Builder(StorePath path) {
            this.path = Objects.requireNonNull(path, "path");
        }

        /**
         * Sets the size of the path by itself.
         *
         * @param narSize the NAR size; zero unless set
         * @return this builder
         */
        public Builder narSize(ByteSize narSize) {
            this.narSize = Objects.requireNonNull(narSize, "narSize");
            return this;
        }

        /**
         * Sets the size of the path and of all paths that it depends on.
         *
         * @param closureSize the sum of the NAR sizes; zero unless set
         * @return this builder
         */
        public Builder closureSize(ByteSize closureSize) {
            this.closureSize = Objects.requireNonNull(closureSize, "closureSize");
            return this;
        }

        /**
         * Sets the paths that the path depends on directly.
         *
         * @param references the store paths; empty unless set
         * @return this builder
         */
        public Builder references(List<StorePath> references) {
            this.references = List.copyOf(references);
            return this;
        }

        /**
         * Sets the store derivation that the path was built from.
         *
         * @param deriver the derivation; null, the default, if it is not known
         * @return this builder
         */
        public Builder deriver(@Nullable StorePath deriver) {
            this.deriver = deriver;
            return this;
        }

        /**
         * Sets the signatures of the path.
         *
         * @param signatures texts, {@code key:signature}; empty unless set
         * @return this builder
         */
        public Builder signatures(List<String> signatures) {
            this.signatures = List.copyOf(signatures);
            return this;
        }

        /**
         * Sets the time at which the path was registered in the store.
         *
         * @param registrationTime the time; null, the default, for a path in a binary cache
         * @return this builder
         */
        public Builder registrationTime(@Nullable Instant registrationTime) {
            this.registrationTime = registrationTime;
            return this;
        }

        /**
         * Sets the size of the download.
         *
         * @param downloadSize the size; null, the default, if it is not known
         * @return this builder
         */
        public Builder downloadSize(@Nullable ByteSize downloadSize) {
            this.downloadSize = downloadSize;
            return this;
        }

        /**
         * Returns the result.
         *
         * @return an immutable {@code StorePathInfo}
         */
        public StorePathInfo build() {
            return new StorePathInfo(this);
        }
    }
}
