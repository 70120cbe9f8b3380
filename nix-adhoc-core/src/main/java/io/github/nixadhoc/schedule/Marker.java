package io.github.nixadhoc.schedule;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A comment that marks a file of this library, with a hash that shows changes. */
final class Marker {

    /** The placeholder that a file to be signed must hold once. */
    static final String WORDS = "Written by nix-adhoc. Whoever edits this file owns it: it is then left alone.";

    private static final Pattern SIGNED = Pattern.compile(Pattern.quote(WORDS) + "( sha256:([0-9a-f]{64}))?");

    private Marker() {}

    /** Returns a text with its hash in the marker. */
    static String sign(String text) {
        return text.replace(WORDS, WORDS + " sha256:" + hash(text));
    }

    /** Returns whether this library wrote a text, changed or not. */
    static boolean isIn(String text) {
        return text.contains(WORDS);
    }

    /** Returns whether this library wrote a text, and it is unchanged. */
    static boolean isIntact(String text) {
        Matcher marker = SIGNED.matcher(text);
        if (!marker.find() || marker.group(1) == null) {
            return false;
        }
        String unsigned = text.substring(0, marker.start(1)) + text.substring(marker.end(1));
        return hash(unsigned).equals(marker.group(2));
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
