package io.github.nixadhoc.result;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.EqualByContent;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.StorePath;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A package that is kept in the store under a name.
 *
 * <p>Immutable and thread-safe. {@link #toString()} is made to be read at a prompt.
 *
 * @since 0.1
 */
public final class Pin extends EqualByContent {

    private final String name;
    private final Installable installable;
    private final List<StorePath> storePaths;
    private final ByteSize size;
    private final Instant pinnedAt;
    private final @Nullable Instant lastUsed;
    private final List<StorePath> lost;

    private Pin(Builder builder) {
        this.name = Required.of(builder.name, "name");
        this.installable = Required.of(builder.installable, "installable");
        this.storePaths = builder.storePaths;
        this.size = Required.of(builder.size, "size");
        this.pinnedAt = Required.of(builder.pinnedAt, "pinnedAt");
        this.lastUsed = builder.lastUsed;
        this.lost = builder.lost;
    }

    /**
     * Returns a new builder of a {@code Pin}; for the library itself, and for the tests of those who use it.
     *
     * @return the builder, with nothing set
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the name.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Returns the installable that was pinned, as it was given.
     *
     * @return the installable
     */
    public Installable installable() {
        return installable;
    }

    /**
     * Returns the outputs that the installable stood for when it was pinned, and that are kept with all they depend
     * on.
     *
     * @return an unmodifiable list
     */
    public List<StorePath> storePaths() {
        return storePaths;
    }

    /**
     * Returns the size of these outputs with all they depend on, as far as it is in the store.
     *
     * @return the size; what several pins share counts for each
     */
    public ByteSize size() {
        return size;
    }

    /**
     * Returns the time when it was pinned.
     *
     * @return the time, to the millisecond
     */
    public Instant pinnedAt() {
        return pinnedAt;
    }

    /**
     * Returns the time when one of the store paths was last among the {@link RunResult#storePaths() outputs of a
     * run}.
     *
     * <p>Counted are the runs by this library, under this user and with the same store.
     *
     * @return the time, to the minute; before {@link #pinnedAt()} if the path was pinned then already; empty if none
     *     has been
     */
    public Optional<Instant> lastUsed() {
        return Optional.ofNullable(lastUsed);
    }

    /**
     * Returns those of the store paths that are not in the store any more, or that nothing keeps there, since the
     * link that did has been removed or changed.
     *
     * @return an unmodifiable list; empty if all is well
     */
    public List<StorePath> lost() {
        return lost;
    }

    /**
     * Returns whether a part of what was pinned is gone or not kept. Pinning it again under the same name mends it. Only the
     * store paths themselves are looked at, not what they depend on, which
     * {@link io.github.nixadhoc.NixClient#verifyStore()} does.
     *
     * @return true if a store path is {@link #lost()}
     */
    public boolean isBroken() {
        return !lost.isEmpty();
    }

    @Override
    protected List<@Nullable Object> parts() {
        return Arrays.asList(name, installable, storePaths, size, pinnedAt, lastUsed, lost);
    }

    /** Returns name, installable, size, times and store paths. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name)
                .append(": ")
                .append(installable)
                .append(", ")
                .append(size)
                .append(", pinned ")
                .append(pinnedAt.truncatedTo(ChronoUnit.SECONDS))
                .append(
                        lastUsed == null
                                ? ", not used yet"
                                : ", last used " + lastUsed.truncatedTo(ChronoUnit.SECONDS));
        if (isBroken()) {
            text.append(", BROKEN");
        }
        TextLayout.append(
                text,
                "",
                storePaths.stream()
                        .map(path -> path + (lost.contains(path) ? " (lost)" : ""))
                        .toList());
        return text.toString();
    }

    /**
     * Builds a {@link Pin}.
     *
     * <p>Not thread-safe. Lists are empty at first.
     *
     * @since 0.1
     */
    public static final class Builder {

        private @Nullable String name;
        private @Nullable Installable installable;
        private List<StorePath> storePaths = List.of();
        private @Nullable ByteSize size;
        private @Nullable Instant pinnedAt;
        private @Nullable Instant lastUsed;
        private List<StorePath> lost = List.of();

        private Builder() {}

        /**
         * Sets the name.
         *
         * @param name the name
         * @return this builder
         */
        public Builder name(String name) {
            this.name = name;
            return this;
        }

        /**
         * Sets the installable that was pinned.
         *
         * @param installable the installable
         * @return this builder
         */
        public Builder installable(Installable installable) {
            this.installable = installable;
            return this;
        }

        /**
         * Sets the outputs that the installable stood for when it was pinned.
         *
         * @param storePaths the store paths
         * @return this builder
         */
        public Builder storePaths(List<StorePath> storePaths) {
            this.storePaths = List.copyOf(storePaths);
            return this;
        }

        /**
         * Sets the size of these outputs with all they depend on.
         *
         * @param size the size
         * @return this builder
         */
        public Builder size(ByteSize size) {
            this.size = size;
            return this;
        }

        /**
         * Sets the time when it was pinned.
         *
         * @param pinnedAt the time
         * @return this builder
         */
        public Builder pinnedAt(Instant pinnedAt) {
            this.pinnedAt = pinnedAt;
            return this;
        }

        /**
         * Sets the time when one of the store paths was last used.
         *
         * @param lastUsed the time; null if none has been
         * @return this builder
         */
        public Builder lastUsed(@Nullable Instant lastUsed) {
            this.lastUsed = lastUsed;
            return this;
        }

        /**
         * Sets those of the store paths that are gone or not kept.
         *
         * @param lost the store paths
         * @return this builder
         */
        public Builder lost(List<StorePath> lost) {
            this.lost = List.copyOf(lost);
            return this;
        }

        /**
         * Returns the result.
         *
         * @return an immutable {@code Pin}
         * @throws IllegalStateException if a part is missing; the message names it
         */
        public Pin build() {
            return new Pin(this);
        }
    }
}
