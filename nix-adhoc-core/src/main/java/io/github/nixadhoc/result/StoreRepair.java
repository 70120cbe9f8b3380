package io.github.nixadhoc.result;

import io.github.nixadhoc.internal.text.PlainText;
import io.github.nixadhoc.model.EqualByContent;
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
public final class StoreRepair extends EqualByContent {

    private final int pathsChecked;
    private final List<StorePath> repaired;
    private final List<Failure> failures;

    private StoreRepair(int pathsChecked, List<StorePath> repaired, List<Failure> failures) {
        this.pathsChecked = pathsChecked;
        this.repaired = List.copyOf(repaired);
        this.failures = List.copyOf(failures);
    }

    /**
     * Returns a {@code StoreRepair}. The library uses this, and so may the tests of its users.
     *
     * @param pathsChecked the number of paths that were checked
     * @param repaired the paths that were damaged and are whole now
     * @param failures the paths that are damaged still, or were asked for and are not in the store, or could not be
     *     checked
     * @return an immutable {@code StoreRepair}
     */
    public static StoreRepair of(int pathsChecked, List<StorePath> repaired, List<Failure> failures) {
        return new StoreRepair(pathsChecked, repaired, failures);
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
    protected List<Object> parts() {
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
    public static final class Failure extends EqualByContent {

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
        protected List<Object> parts() {
            return List.of(finding, reason);
        }

        @Override
        public String toString() {
            return finding + "; not repaired: " + reason;
        }
    }
}
