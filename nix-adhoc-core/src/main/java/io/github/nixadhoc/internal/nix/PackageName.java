package io.github.nixadhoc.internal.nix;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name of a package without the version that messages of nixpkgs include. */
final class PackageName {

    /** Nix starts the version at a dash that is not followed by a letter. */
    private static final Pattern WITH_VERSION = Pattern.compile("(?<name>.+?)-(?![A-Za-z])(?<version>.*)");

    private PackageName() {}

    /** Returns the name without the version; the unchanged name if the version is ambiguous. */
    static String shortest(String nameWithVersion) {
        Matcher matcher = WITH_VERSION.matcher(nameWithVersion);
        boolean isPlain = matcher.matches() && matcher.group("version").indexOf('-') < 0;
        return isPlain ? matcher.group("name") : nameWithVersion;
    }
}
