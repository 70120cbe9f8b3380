package io.github.nixadhoc.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of a Nix binary.
 *
 * <p>Ordered by number; what follows the numbers is kept but has no part in the order.
 *
 * @param major the first number
 * @param minor the second number
 * @param patch the third number, 0 if there is none
 * @param suffix what follows the numbers, such as {@code pre20250601_abcdef0}; empty if nothing
 * @since 0.1
 */
public record NixVersion(int major, int minor, int patch, String suffix) implements Comparable<NixVersion> {

    private static final int MAX_NUMBER = 999_999;

    private static final Pattern SUFFIX = Pattern.compile("(?:[^\\s\\d]\\S*)?");

    private static final Pattern FORM = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(?:\\.(\\d{1,6}))?([^\\s\\d][^\\s]*)?");

    /**
     * Checks the parts as {@link #parse} does.
     *
     * @param major the first number
     * @param minor the second number
     * @param patch the third number
     * @param suffix what follows the numbers
     * @throws IllegalArgumentException if {@link #parse} would not read the text of this as the same version
     */
    public NixVersion {
        boolean numbers = isInRange(major) && isInRange(minor) && isInRange(patch);
        if (!numbers || !SUFFIX.matcher(suffix).matches()) {
            throw new IllegalArgumentException("not a version of Nix: \"" + major + "." + minor + "." + patch + suffix
                    + "\"; expected something like 2.26.3");
        }
    }

    private static boolean isInRange(int number) {
        return number >= 0 && number <= MAX_NUMBER;
    }

    /**
     * Returns the version that a text holds.
     *
     * @param text the version alone, as {@code builtins.nixVersion} gives it
     * @return the version
     * @throws IllegalArgumentException if it is not a version
     */
    public static NixVersion parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "not a version of Nix: \"" + text + "\"; expected something like 2.26.3");
        }
        return new NixVersion(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3)),
                matcher.group(4) == null ? "" : matcher.group(4));
    }

    /**
     * Returns whether this version is the given one or a later one.
     *
     * @param otherMajor the first number
     * @param otherMinor the second number
     * @return true if it is not older
     */
    public boolean isAtLeast(int otherMajor, int otherMinor) {
        return major > otherMajor || major == otherMajor && minor >= otherMinor;
    }

    /**
     * Compares by number alone, so that versions which differ in their suffix compare as equal.
     *
     * @param other the version to compare with
     */
    @Override
    public int compareTo(NixVersion other) {
        if (major != other.major) {
            return Integer.compare(major, other.major);
        }
        return minor != other.minor ? Integer.compare(minor, other.minor) : Integer.compare(patch, other.patch);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch + suffix;
    }
}
