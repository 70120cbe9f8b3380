package io.github.nixadhoc.model;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The path of an object in a Nix store, {@code /nix/store/<hash>-<name>}.
 *
 * <p>The path is the logical one: in a store that lives in another directory ({@code --store}) the files are found
 * below that directory.
 *
 * @param value the whole path as text
 * @since 0.1
 */
public record StorePath(String value) implements Comparable<StorePath> {

    /** Nix's base 32 leaves out e, o, t and u; a name has at most 211 characters (Nix 2.8 to 2.34). */
    private static final Pattern FORM = Pattern.compile(
            "(?<directory>/(?:[^/\\s\\p{Cntrl}]+/)*[^/\\s\\p{Cntrl}]+)/(?<hash>[0-9a-df-np-sv-z]{32})-(?<name>[0-9a-zA-Z+\\-._?=]{1,211})");

    /**
     * Checks the form.
     *
     * @param value the whole path as text
     * @throws IllegalArgumentException if it is not the path of a store object
     */
    public StorePath {
        Matcher unused = parts(value);
    }

    /**
     * Returns the store path that a text holds.
     *
     * @param text the whole path
     * @return the store path
     * @throws IllegalArgumentException if it is not the path of a store object
     */
    public static StorePath parse(String text) {
        return new StorePath(text);
    }

    /**
     * Returns whether a text has the form of a store path.
     *
     * @param text the text
     * @return true if {@link #parse(String)} would accept it
     */
    public static boolean isStorePath(String text) {
        return FORM.matcher(text).matches();
    }

    /**
     * Returns the directory of the store, usually {@code /nix/store}.
     *
     * @return the directory
     */
    public String storeDirectory() {
        return parts(value).group("directory");
    }

    /**
     * Returns the hash part.
     *
     * @return 32 characters of Nix's base 32
     */
    public String hash() {
        return parts(value).group("hash");
    }

    /**
     * Returns the name after the hash, {@code cowsay-3.04}.
     *
     * @return the name
     */
    public String name() {
        return parts(value).group("name");
    }

    /**
     * Returns the path for use with files.
     *
     * @return the path
     */
    public Path path() {
        return Path.of(value);
    }

    /**
     * Returns whether this is a store derivation, whose name ends in {@code .drv}.
     *
     * @return true for a store derivation
     */
    public boolean isDerivation() {
        return value.endsWith(".drv");
    }

    @Override
    public int compareTo(StorePath other) {
        return value.compareTo(other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StorePath that && value.equals(that.value);
    }

    // not left to the record, which links such methods when they are first called: that takes a new JVM 10 ms
    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }

    private static Matcher parts(String value) {
        Matcher matcher = FORM.matcher(value);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "not a store path: \"" + value + "\"; expected <store directory>/<32 characters>-<name>");
        }
        return matcher;
    }
}
