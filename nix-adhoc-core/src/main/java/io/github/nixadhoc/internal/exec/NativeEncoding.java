package io.github.nixadhoc.internal.exec;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The encoding of the strings that this JVM passes to a process, so that they arrive as UTF-8.
 *
 * <p>The JDK encodes arguments and environment with a charset of its own choice. Where that is not UTF-8, it gets another
 * string, which it encodes to the wanted bytes. ISO-8859-1 has such a string for all bytes; US-ASCII (the locale C) for
 * those of ASCII only, see {@link ShellRelay}.
 */
public final class NativeEncoding {

    private static final int FIRST_WITH_JNU_ENCODING = 18;

    private final Charset charset;

    /**
     * Creates the encoding for a charset.
     *
     * @param charset the charset that the JDK encodes with
     */
    public NativeEncoding(Charset charset) {
        this.charset = charset;
    }

    static NativeEncoding ofThisJvm() {
        String jnuEncoding = System.getProperty("sun.jnu.encoding");
        return new NativeEncoding(
                jnuEncoding == null || Runtime.version().feature() < FIRST_WITH_JNU_ENCODING
                        ? Charset.defaultCharset()
                        : Charset.forName(jnuEncoding));
    }

    boolean isUtf8() {
        return charset.equals(StandardCharsets.UTF_8);
    }

    /** Returns whether there is a string that the JDK encodes to the UTF-8 of a text. */
    public boolean canEncode(String text) {
        return encodeOrNull(text) != null;
    }

    /**
     * Returns the string that the JDK encodes to the UTF-8 of a text.
     *
     * @throws IllegalArgumentException if there is none
     */
    public String encode(String text) {
        String carrier = encodeOrNull(text);
        if (carrier == null) {
            throw new IllegalArgumentException("text cannot be carried by " + charset);
        }
        return carrier;
    }

    private @Nullable String encodeOrNull(String text) {
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
