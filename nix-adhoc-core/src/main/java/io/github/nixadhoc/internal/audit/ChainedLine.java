package io.github.nixadhoc.internal.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A line of a record. It begins with the hash of the line before and ends with its own hash.
 *
 * @param text the whole line, without its end
 * @param hash the SHA-256 of the text before the hash
 */
public record ChainedLine(String text, String hash) {

    /** The hash of the line before the first line. */
    public static final String BEGINNING = "0".repeat(64);

    /** The most bytes of a line, which no command reaches: the operating system bounds its arguments. */
    public static final int LONGEST = 16 << 20;

    private static final String FIRST = "{\"previous\":\"";
    private static final String LAST = ",\"hash\":\"";
    private static final String END = "\"}";
    private static final int TAIL = LAST.length() + BEGINNING.length() + END.length();

    /** Returns the beginning of a line. */
    public static JsonLine after(String previous) {
        JsonLine line = new JsonLine();
        line.put("previous", previous);
        return line;
    }

    /** Ends a line. */
    public static ChainedLine of(JsonLine content) {
        String open = content.open();
        String hash = sha256(open);
        return new ChainedLine(open + LAST + hash + END, hash);
    }

    /** Returns the hash for the next line. Of an incomplete line it is the hash of the whole text. */
    public static String hashOf(String text) {
        return text.isEmpty() ? BEGINNING : isWhole(text) ? written(text) : sha256(text);
    }

    /** Returns whether a line is as it was written. */
    public static boolean isWhole(String text) {
        int end = text.length() - TAIL;
        return end > 0
                && text.startsWith(LAST, end)
                && text.endsWith(END)
                && written(text).equals(sha256(text.substring(0, end)));
    }

    /** Returns whether a line follows from another, by its hash. */
    public static boolean follows(String text, String previous) {
        return text.startsWith(FIRST + previous + "\"");
    }

    /** Returns the hash for the line after one that was read in pieces. */
    public static String hashOf(MessageDigest pieces) {
        return hex(pieces, new byte[0]);
    }

    private static String written(String text) {
        int end = text.length() - END.length();
        return text.substring(end - BEGINNING.length(), end);
    }

    /** Returns whether a line is the first of a record, and not of one that goes on from another file. */
    public static boolean isFirst(String text) {
        return follows(text, BEGINNING);
    }

    /** Returns the end of a line with a hash, as the file has it. */
    static byte[] endOf(String hash) {
        return (hash + END + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static String sha256(String text) {
        // other characters were not written here, but count in the hash
        return hex(digest(), text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String hex(MessageDigest digest, byte[] last) {
        return HexFormat.of().formatHex(digest.digest(last));
    }

    /** Returns the digest of a line that is read in pieces, because it is too long. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
