package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.internal.text.Unseen;
import io.github.nixadhoc.internal.text.UserInfo;
import io.github.nixadhoc.model.Installable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The syntax of a flake reference, which is the part of an installable before the {@code #}. */
public final class FlakeReference {

    private FlakeReference() {}

    /**
     * Returns the flake reference in a text.
     *
     * @throws IllegalArgumentException if the text is not a flake reference
     */
    public static String parse(String text) {
        Objects.requireNonNull(text, "flakeReference");
        if (text.indexOf('#') >= 0) {
            throw refused(text, "it has a #, and a whole flake is wanted; ", null);
        }
        if (UserInfo.hasSecret(text)) {
            throw refused(text, UserInfo.PROBLEM + "; ", null);
        }
        try {
            return ((Installable.FlakeOutput) Installable.parse(text + "#x")).reference();
        } catch (IllegalArgumentException e) {
            throw refused(text, "", e);
        }
    }

    private static IllegalArgumentException refused(String text, String why, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "not a flake reference: \"" + Unseen.escaped(UserInfo.masked(text)) + "\": " + why
                        + "expected one as in nixpkgs, github:owner/repo or ./directory",
                cause);
    }
}
