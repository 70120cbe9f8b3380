package io.github.nixadhoc.internal.search;

import java.nio.charset.StandardCharsets;

/**
 * Text as Nix sees it when it searches: bytes of UTF-8, one in each char, the capitals of ASCII made small. A string of
 * those takes as much memory as the bytes do, and the JVM looks for one in another faster than any loop could.
 */
final class ByteText {

    private ByteText() {}

    /** Returns the bytes of a text, one in each char. */
    static String of(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** Returns the bytes of a text, one in each char, capitals made small. */
    static String folded(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = folded(bytes[i]);
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static byte folded(byte one) {
        return isCapital(one) ? (byte) (one + ('a' - 'A')) : one;
    }

    static boolean isCapital(byte one) {
        return one >= 'A' && one <= 'Z';
    }
}
