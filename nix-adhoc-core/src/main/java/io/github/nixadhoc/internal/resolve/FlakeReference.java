package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.model.Installable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What stands before the {@code #} of an installable, given alone. */
public final class FlakeReference {

    private FlakeReference() {}

    /**
     * Returns the flake reference that a text is.
     *
     * @throws IllegalArgumentException if it is not a flake reference
     */
    public static String parse(String text) {
        Objects.requireNonNull(text, "flakeReference");
        if (text.indexOf('#') >= 0) {
            throw refused(text, "it has a #, and a whole flake is wanted; ", null);
        }
        try {
            return ((Installable.FlakeOutput) Installable.parse(text + "#x")).reference();
        } catch (IllegalArgumentException e) {
            throw refused(text, "", e);
        }
    }

    private static IllegalArgumentException refused(String text, String why, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "not a flake reference: \"" + text.replaceAll("\\p{Cntrl}", "?") + "\": " + why
                        + "expected one as in nixpkgs, github:owner/repo or ./directory",
                cause);
    }
}
