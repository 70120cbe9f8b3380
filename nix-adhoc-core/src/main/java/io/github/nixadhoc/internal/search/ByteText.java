package io.github.nixadhoc.internal.search;

import java.nio.charset.StandardCharsets;

/**
 * Text as Nix compares it in a search: UTF-8 with ASCII in lower case. Each char holds one byte. Such a string takes no
 * more memory than its bytes, and the JVM has a fast search for substrings.
 */
final class ByteText {

    private ByteText() {}

    /** Returns the UTF-8 bytes of a text, one in each char. */
    static String of(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** Returns the UTF-8 bytes of a text, one in each char, with ASCII in lower case. */
    static String folded(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = folded(bytes[i]);
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static byte folded(byte value) {
        return isCapital(value) ? (byte) (value + ('a' - 'A')) : value;
    }

    static boolean isCapital(byte value) {
        return value >= 'A' && value <= 'Z';
    }
}
