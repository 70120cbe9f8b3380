package io.github.nixadhoc.result;

import io.github.nixadhoc.internal.text.ShellQuoting;
import io.github.nixadhoc.model.EqualByContent;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.Transfer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A preview of a command: the words that would be started, what would be built and downloaded before, and whether the
 * policy would deny it.
 *
 * <p>Immutable and thread-safe. {@link #toString()} is made to be read at a prompt.
 *
 * @since 0.1
 */
public final class Plan extends EqualByContent {

    private final List<String> command;
    private final List<Installable> installables;
    private final List<StorePath> storePaths;
    private final Transfer transfer;
    private final @Nullable String denial;

    private Plan(Builder builder) {
        this.command = builder.command;
        this.installables = builder.installables;
        this.storePaths = builder.storePaths;
        this.transfer = builder.transfer;
        this.denial = builder.denial;
    }

    /**
     * Returns a new builder of a {@code Plan}; for the library itself, and for the tests of those who use it.
     *
     * @return the builder, with nothing set
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns a new builder that has all parts of this result set.
     *
     * @return the builder
     */
    public Builder toBuilder() {
        return new Builder()
                .command(command)
                .installables(installables)
                .storePaths(storePaths)
                .transfer(transfer)
                .denial(denial);
    }

    /**
     * Returns the words that would be started, the program first.
     *
     * @return an unmodifiable list; a program of a shell is the name that would be looked up in the PATH that the
     *     packages make
     */
    public List<String> command() {
        return command;
    }

    /**
     * Returns the installables that the command needs, with the flake references that bare names stand for.
     *
     * @return an unmodifiable list
     */
    public List<Installable> installables() {
        return installables;
    }

    /**
     * Returns the outputs that the command would run from.
     *
     * @return an unmodifiable list
     */
    public List<StorePath> storePaths() {
        return storePaths;
    }

    /**
     * Returns the builds and downloads that the command would need first.
     *
     * @return the builds and downloads
     */
    public Transfer transfer() {
        return transfer;
    }

    /**
     * Returns the reason for which the client's policy would deny the command as it is now known, with the rule.
     *
     * @return the reason; empty if the policy would not deny it, or only a person can say
     */
    public Optional<String> denial() {
        return Optional.ofNullable(denial);
    }

    /**
     * Returns whether all that is needed is in the store.
     *
     * @return true if nothing would be built or downloaded
     */
    public boolean isInStore() {
        return transfer.isEmpty();
    }

    @Override
    protected List<@Nullable Object> parts() {
        return Arrays.asList(command, installables, storePaths, transfer, denial);
    }

    /** Returns the command, what would be fetched and built before it, and why the policy would deny it if so. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(ShellQuoting.quote(command));
        storePaths.forEach(path -> text.append("\n  store path  ").append(path));
        if (isInStore()) {
            text.append("\n  all of it is in the store");
        }
        TextLayout.appendPaths(text, "to build", transfer.toBuild());
        TextLayout.appendPaths(text, "to fetch", transfer.toFetch());
        if (!transfer.toFetch().isEmpty()) {
            text.append("\n  download    ").append(transfer.downloadSize());
            text.append(", unpacked ").append(transfer.unpackedSize());
        }
        if (denial != null) {
            text.append("\n  the policy would deny it: ").append(denial);
        }
        return text.toString();
    }

    /**
     * Builds a {@link Plan}.
     *
     * <p>Not thread-safe. Lists are empty at first.
     *
     * @since 0.1
     */
    public static final class Builder {

        private List<String> command = List.of();
        private List<Installable> installables = List.of();
        private List<StorePath> storePaths = List.of();
        private Transfer transfer = Transfer.none();
        private @Nullable String denial;

        private Builder() {}

        /**
         * Sets the words that would be started.
         *
         * @param command the words, the program first
         * @return this builder
         */
        public Builder command(List<String> command) {
            this.command = List.copyOf(command);
            return this;
        }

        /**
         * Sets the installables that the command needs.
         *
         * @param installables the installables
         * @return this builder
         */
        public Builder installables(List<Installable> installables) {
            this.installables = List.copyOf(installables);
            return this;
        }

        /**
         * Sets the outputs that the command would run from.
         *
         * @param storePaths the store paths
         * @return this builder
         */
        public Builder storePaths(List<StorePath> storePaths) {
            this.storePaths = List.copyOf(storePaths);
            return this;
        }

        /**
         * Sets the builds and downloads that the command would need first.
         *
         * @param transfer the builds and downloads; none unless set
         * @return this builder
         */
        public Builder transfer(Transfer transfer) {
            this.transfer = Objects.requireNonNull(transfer, "transfer");
            return this;
        }

        /**
         * Sets the reason for which the policy would deny the command.
         *
         * @param denial the reason; null if it would not
         * @return this builder
         */
        public Builder denial(@Nullable String denial) {
            this.denial = denial;
            return this;
        }

        /**
         * Returns the result.
         *
         * @return an immutable {@code Plan}
         */
        public Plan build() {
            return new Plan(this);
        }
    }
}
