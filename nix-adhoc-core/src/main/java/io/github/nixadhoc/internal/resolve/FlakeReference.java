package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.internal.text.Unseen;
import io.github.nixadhoc.internal.text.UserInfo;
import io.github.nixadhoc.model.Installable;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The syntax of a flake reference, which is the part of an installable before the {@code #}. */
public final class FlakeReference {

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*+(?:/[A-Za-z0-9][A-Za-z0-9._-]*+)?");

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

    /**
     * Returns the name of a flake registry in a text.
     *
     * @throws IllegalArgumentException if the text is no name
     */
    public static String name(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("not a name of a flake registry: \"" + Unseen.escaped(text)
                    + "\"; expected one as in nixpkgs or nixpkgs/nixos-25.05");
        }
        return text;
    }

    /**
     * Returns the flake reference in a text, which means the same in every directory.
     *
     * @throws IllegalArgumentException if the text is none
     */
    public static String absolute(String text) {
        String reference = parse(text);
        if (new FlakeLocation(reference, null).isRelative()) {
            throw refused(text, "it depends on the directory, and a registry has none; ", null);
        }
        return reference;
    }

    private static IllegalArgumentException refused(String text, String why, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "not a flake reference: \"" + Unseen.escaped(UserInfo.masked(text)) + "\": " + why
                        + "expected one as in nixpkgs, github:owner/repo or ./directory",
                cause);
    }
}
