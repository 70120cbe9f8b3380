package io.github.nixadhoc.exec;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The way of a string from this JVM to a process, as UTF-8.
 *
 * <p>The JDK encodes arguments and environment with a charset of its own choice. Where that is not UTF-8, a string is
 * handed to it that comes out as the wanted bytes: in ISO-8859-1 every byte can be had so, in US-ASCII (the locale C) only
 * those of ASCII, see {@link ShellRelay}.
 */
final class NativeText {

    private static final int FIRST_WITH_JNU_ENCODING = 18;

    private final Charset charset;

    /**
     * Creates the way through a charset.
     *
     * @param charset the one that the JDK encodes with
     */
    NativeText(Charset charset) {
        this.charset = charset;
    }

    static NativeText ofThisJvm() {
        String jnuEncoding = System.getProperty("sun.jnu.encoding");
        return new NativeText(
                jnuEncoding == null || Runtime.version().feature() < FIRST_WITH_JNU_ENCODING
                        ? Charset.defaultCharset()
                        : Charset.forName(jnuEncoding));
    }

    boolean isUtf8() {
        return charset.equals(StandardCharsets.UTF_8);
    }

    /** Returns whether there is a string that reaches a process as the given text. */
    boolean carries(String text) {
        return carrierOrNull(text) != null;
    }

    /**
     * Returns the string that reaches a process as the given text.
     *
     * @throws IllegalArgumentException if there is none
     */
    String carrier(String text) {
        String carrier = carrierOrNull(text);
        if (carrier == null) {
            throw new IllegalArgumentException("text cannot be carried by " + charset);
        }
        return carrier;
    }

    private @Nullable String carrierOrNull(String text) {
        if (isUtf8() || isAscii(text)) {
            return text;
        }
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        String carrier = new String(wanted, charset);
        return Arrays.equals(carrier.getBytes(charset), wanted) ? carrier : null;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}
