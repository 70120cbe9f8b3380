package io.github.nixadhoc.result;

import io.github.nixadhoc.internal.text.PlainText;
import io.github.nixadhoc.model.StoreFinding;
import io.github.nixadhoc.model.StorePath;
import java.util.List;
import java.util.Objects;

/**
 * The result of a repair of a store's paths.
 *
 * <p>Immutable and thread-safe. {@link #toString()} is made to be read at a prompt.
 *
 * @since 0.1
 */
public final class StoreRepair {

    private final int pathsChecked;
    private final List<StorePath> repaired;
    private final List<Failure> failures;

    private StoreRepair(Builder builder) {
        this.pathsChecked = builder.pathsChecked;
        this.repaired = builder.repaired;
        this.failures = builder.failures;
    }

    /**
     * Returns a new builder of a {@code StoreRepair}; for the library itself, and for the tests of those who use it.
     *
     * @return the builder, with nothing set
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the number of paths that were checked.
     *
     * @return the number
     */
    public int pathsChecked() {
        return pathsChecked;
    }

    /**
     * Returns the paths that were damaged and are whole now.
     *
     * @return an unmodifiable list
     */
    public List<StorePath> repaired() {
        return repaired;
    }

    /**
     * Returns the paths that are damaged still, or were asked for and are not in the store, or could not be checked.
     *
     * @return an unmodifiable list
     */
    public List<Failure> failures() {
        return failures;
    }

    /**
     * Returns whether all that was looked at is whole now.
     *
     * @return true if there are no failures
     */
    public boolean isComplete() {
        return failures.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoreRepair that && content().equals(that.content());
    }

    @Override
    public int hashCode() {
        return content().hashCode();
    }

    private List<Object> content() {
        return List.of(pathsChecked, repaired, failures);
    }

    /** Returns the number of paths, and what came of the damaged ones. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(TextLayout.counted(pathsChecked, "path"))
                .append(" checked, repaired ")
                .append(repaired.size())
                .append(", not repaired ")
                .append(failures.size());
        TextLayout.appendPaths(text, "", repaired);
        if (!failures.isEmpty()) {
            text.append("\n  not repaired");
            failures.stream()
                    .limit(TextLayout.LINES)
                    .forEach(failure -> text.append(
                                    TextLayout.line(failure.finding().toString()))
                            .append("\n      why: ")
                            .append(PlainText.masked(failure.reason())));
            if (failures.size() > TextLayout.LINES) {
                text.append("\n    … ")
                        .append(failures.size() - TextLayout.LINES)
                        .append(" more");
            }
            text.append("\n  try: name a binary cache that has them, or delete them with what needs them"
                    + " (nix-store --delete) and have them made anew");
        }
        return text.toString();
    }

    /**
     * A path that could not be repaired.
     *
     * <p>Immutable and thread-safe.
     *
     * @since 0.1
     */
    public static final class Failure {

        private final StoreFinding finding;
        private final String reason;

        private Failure(StoreFinding finding, String reason) {
            this.finding = Objects.requireNonNull(finding, "finding");
            this.reason = Objects.requireNonNull(reason, "reason");
        }

        /**
         * Returns a failure.
         *
         * @param finding the fault of the path
         * @param reason the reason why it could not be repaired, one sentence in the words of Nix
         * @return the failure
         */
        public static Failure of(StoreFinding finding, String reason) {
            return new Failure(finding, reason);
        }

        /**
         * Returns the fault of the path.
         *
         * @return what is wrong with it
         */
        public StoreFinding finding() {
            return finding;
        }

        /**
         * Returns the reason why it could not be repaired.
         *
         * @return one sentence in the words of Nix
         */
        public String reason() {
            return reason;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Failure that && finding.equals(that.finding) && reason.equals(that.reason);
        }

        @Override
        public int hashCode() {
            return Objects.hash(finding, reason);
        }

        @Override
        public String toString() {
            return finding + "; not repaired: " + reason;
        }
    }

    /**
     * Builds a {@link StoreRepair}.
     *
     * <p>Not thread-safe. Lists are empty at first.
     *
     * @since 0.1
     */
    public static final class Builder {

        private int pathsChecked;
        private List<StorePath> repaired = List.of();
        private List<Failure> failures = List.of();

        private Builder() {}

        /**
         * Sets the number of paths that were checked.
         *
         * @param pathsChecked the number; zero unless set
         * @return this builder
         */
        public Builder pathsChecked(int pathsChecked) {
            this.pathsChecked = pathsChecked;
            return this;
        }

        /**
         * Sets the paths that were damaged and are whole now.
         *
         * @param repaired the store paths
         * @return this builder
         */
        public Builder repaired(List<StorePath> repaired) {
            this.repaired = List.copyOf(repaired);
            return this;
        }

        /**
         * Sets the paths that could not be repaired.
         *
         * @param failures the paths, with the reasons
         * @return this builder
         */
        public Builder failures(List<Failure> failures) {
            this.failures = List.copyOf(failures);
            return this;
        }

        /**
         * Returns the result.
         *
         * @return an immutable {@code StoreRepair}
         */
        public StoreRepair build() {
            return new StoreRepair(this);
        }
    }
}
