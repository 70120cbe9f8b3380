package io.github.nixadhoc.result;

import io.github.nixadhoc.internal.text.PlainText;
import io.github.nixadhoc.model.EqualByContent;
import io.github.nixadhoc.model.NixValue;
import io.github.nixadhoc.model.StorePath;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The flake that a reference refers to now: its source, its revision and its inputs.
 *
 * <p>Immutable and thread-safe; equality is by content. {@link #toString()} is made to be read at a prompt.
 *
 * @since 0.1
 */
public final class FlakeInfo extends EqualByContent {

    private final String reference;
    private final String description;
    private final @Nullable String revision;
    private final @Nullable String narHash;
    private final @Nullable Instant lastModified;
    private final StorePath source;
    private final Map<String, NixValue> inputs;

    private FlakeInfo(Builder builder) {
        this.reference = Required.of(builder.reference, "reference");
        this.description = builder.description;
        this.revision = builder.revision;
        this.narHash = builder.narHash;
        this.lastModified = builder.lastModified;
        this.source = Required.of(builder.source, "source");
        this.inputs = builder.inputs;
    }

    /**
     * Returns a new builder of a {@code FlakeInfo}; for the library itself, and for the tests of those who use it.
     *
     * @return the builder, with nothing set
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the locked reference of the flake, with its revision or hash.
     *
     * @return the reference; that of a checkout with uncommitted changes refers to whatever the checkout has
     */
    public String reference() {
        return reference;
    }

    /**
     * Returns the description that the flake has of itself.
     *
     * @return one line; empty if it has none
     */
    public String description() {
        return description;
    }

    /**
     * Returns the commit.
     *
     * @return the hash; empty without version control or with uncommitted changes
     */
    public Optional<String> revision() {
        return Optional.ofNullable(revision);
    }

    /**
     * Returns the hash of the source.
     *
     * @return the hash in the SRI form; empty if Nix does not tell it, as for a checkout
     */
    public Optional<String> narHash() {
        return Optional.ofNullable(narHash);
    }

    /**
     * Returns the time of the last change.
     *
     * @return the moment; empty if Nix does not tell it
     */
    public Optional<Instant> lastModified() {
        return Optional.ofNullable(lastModified);
    }

    /**
     * Returns the source in the store, to which Nix has copied it.
     *
     * @return the store path
     */
    public StorePath source() {
        return source;
    }

    /**
     * Returns the direct inputs, as the lock file has them.
     *
     * @return by the name of the input, an attribute set with {@code type}, {@code rev}, {@code narHash} and the like;
     *     unmodifiable
     */
    public Map<String, NixValue> inputs() {
        return inputs;
    }

    @Override
    protected List<@Nullable Object> parts() {
        return Arrays.asList(reference, description, revision, narHash, lastModified, source, inputs);
    }

    /** Returns reference, description, time and inputs, each on a line. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("flake ").append(PlainText.masked(reference));
        if (!description.isEmpty()) {
            text.append("\n  description  ").append(PlainText.masked(description));
        }
        if (lastModified != null) {
            text.append("\n  modified     ").append(lastModified);
        }
        text.append("\n  source       ").append(source);
        if (!inputs.isEmpty()) {
            text.append("\n  inputs       ").append(PlainText.masked(String.join(", ", inputs.keySet())));
        }
        return text.toString();
    }

    /**
     * Builds a {@link FlakeInfo}.
     *
     * <p>Not thread-safe. There are no inputs at first.
     *
     * @since 0.1
     */
    public static final class Builder {

        private @Nullable String reference;
        private String description = "";
        private @Nullable String revision;
        private @Nullable String narHash;
        private @Nullable Instant lastModified;
        private @Nullable StorePath source;
        private Map<String, NixValue> inputs = Map.of();

        private Builder() {}

        /**
         * Sets the locked reference.
         *
         * @param reference the flake reference
         * @return this builder
         */
        public Builder reference(String reference) {
            this.reference = reference;
            return this;
        }

        /**
         * Sets the description.
         *
         * @param description one line; empty unless set
         * @return this builder
         */
        public Builder description(String description) {
            this.description = Objects.requireNonNull(description, "description");
            return this;
        }

        /**
         * Sets the commit.
         *
         * @param revision the hash; null if there is none
         * @return this builder
         */
        public Builder revision(@Nullable String revision) {
            this.revision = revision;
            return this;
        }

        /**
         * Sets the hash of the source.
         *
         * @param narHash the hash; null if it is not known
         * @return this builder
         */
        public Builder narHash(@Nullable String narHash) {
            this.narHash = narHash;
            return this;
        }

        /**
         * Sets the time of the last change.
         *
         * @param lastModified the moment; null if it is not known
         * @return this builder
         */
        public Builder lastModified(@Nullable Instant lastModified) {
            this.lastModified = lastModified;
            return this;
        }

        /**
         * Sets the source in the store.
         *
         * @param source the store path
         * @return this builder
         */
        public Builder source(StorePath source) {
            this.source = source;
            return this;
        }

        /**
         * Sets the direct inputs.
         *
         * @param inputs what the lock file has of each, by its name
         * @return this builder
         */
        public Builder inputs(Map<String, NixValue> inputs) {
            this.inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
            return this;
        }

        /**
         * Returns the result.
         *
         * @return an immutable {@code FlakeInfo}
         * @throws IllegalStateException if a part is missing; the message names it
         */
        public FlakeInfo build() {
            return new FlakeInfo(this);
        }
    }
}
