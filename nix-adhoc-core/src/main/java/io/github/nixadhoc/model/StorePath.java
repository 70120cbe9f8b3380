package io.github.nixadhoc.model;

import java.nio.file.Path;

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

    private static final int HASH_LENGTH = 32;

    private static final char DELETE = 0x7F;

    /** The longest name of Nix 2.8 to 2.34. */
    private static final int MAX_NAME = 211;

    /**
     * Checks the form.
     *
     * @param value the whole path as text
     * @throws IllegalArgumentException if it is not the path of a store object
     */
    public StorePath {
        if (!isStorePath(value)) {
            throw new IllegalArgumentException(
                    "not a store path: \"" + value + "\"; expected <store directory>/<32 characters>-<name>");
        }
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
        int last = text.lastIndexOf('/');
        return isHashAndName(text, last + 1) && isDirectory(text, last);
    }

    /**
     * Returns the directory of the store, usually {@code /nix/store}.
     *
     * @return the directory
     */
    public String storeDirectory() {
        return value.substring(0, value.lastIndexOf('/'));
    }

    /**
     * Returns the hash part.
     *
     * @return 32 characters of Nix's base 32
     */
    public String hash() {
        int start = value.lastIndexOf('/') + 1;
        return value.substring(start, start + HASH_LENGTH);
    }

    /**
     * Returns the name after the hash, {@code cowsay-3.04}.
     *
     * @return the name
     */
    public String name() {
        return value.substring(value.lastIndexOf('/') + HASH_LENGTH + 2);
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

    private static boolean isHashAndName(String text, int start) {
        int dash = start + HASH_LENGTH;
        int nameLength = text.length() - dash - 1;
        if (nameLength < 1 || nameLength > MAX_NAME || text.charAt(dash) != '-') {
            return false;
        }
        for (int i = start; i < text.length(); i++) {
            if (i != dash && !(i < dash ? isInHash(text.charAt(i)) : isInName(text.charAt(i)))) {
                return false;
            }
        }
        return true;
    }

    /** Nix's base 32 leaves out e, o, t and u. */
    private static boolean isInHash(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' && c != 'e' && c != 'o' && c != 't' && c != 'u';
    }

    private static boolean isInName(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || "+-._?=".indexOf(c) >= 0;
    }

    /** A dot or two dots would lead to another folder than the text says, so no store is there by that name. */
    private static boolean isDirectory(String text, int end) {
        if (end < 2 || text.charAt(0) != '/') {
            return false;
        }
        int start = 1;
        for (int i = 1; i <= end; i++) {
            char c = text.charAt(i);
            if (c == '/') {
                String part = text.substring(start, i);
                if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                    return false;
                }
                start = i + 1;
            } else if (c <= ' ' || c == DELETE) {
                return false;
            }
        }
        return true;
    }
}
