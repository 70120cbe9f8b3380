package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.model.StorePath;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An output of an installable.
 *
 * @param name its name, such as {@code out}; {@code out} also for a store path that is no output
 * @param known its store path, which may not exist yet; null if it depends on the content, so that Nix knows it only after
 *     the build
 * @param text the text that stands for it in evaluated strings: its store path, or a placeholder
 * @param impure whether each build makes another output, so that an earlier one must not be used again
 */
public record ResolvedOutput(String name, @Nullable StorePath known, String text, boolean impure) {

    /** Creates an output whose path is known before it is built. */
    public ResolvedOutput(String name, StorePath path) {
        this(name, path, path.value(), false);
    }

    /** Creates an output whose path is not known yet. */
    static ResolvedOutput ofContent(String name, String placeholder, boolean impure) {
        return new ResolvedOutput(name, null, placeholder, impure);
    }

    /** Returns the store path, which is known once the output has been realised. */
    public StorePath path() {
        return Objects.requireNonNull(known, "not built");
    }

    /** Returns the store path; as long as it is not known, the placeholder. */
    String pathOrPlaceholder() {
        return known == null ? text : known.value();
    }

    boolean isOfContent() {
        return known == null || !known.value().equals(text);
    }

    boolean isKnown() {
        return known != null;
    }
}
