package io.github.nixadhoc.internal.nix;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name that nixpkgs knows a package by, from the name with the version that its messages have. */
final class PackageName {

    /** Nix takes a dash before anything but a letter for the beginning of the version. */
    private static final Pattern WITH_VERSION = Pattern.compile("(?<name>.+?)-(?![A-Za-z])(?<version>.*)");

    private PackageName() {}

    /** Returns the name alone; the whole where it cannot be told how much of that is the version. */
    static String shortest(String nameWithVersion) {
        Matcher matcher = WITH_VERSION.matcher(nameWithVersion);
        boolean isPlain = matcher.matches() && matcher.group("version").indexOf('-') < 0;
        return isPlain ? matcher.group("name") : nameWithVersion;
    }
}
