package io.github.nixadhoc.internal.exec;

import io.github.nixadhoc.internal.text.PathText;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The encoding of strings that this JVM passes to a process, such that they arrive as UTF-8.
 *
 * <p>The JDK encodes arguments and environment with the charset of the locale. If that is not UTF-8, the JDK is given another
 * string, which it encodes to the UTF-8 of the original. In ISO-8859-1 there is such a string for all bytes; in US-ASCII (the
 * locale C) only for those of ASCII, so {@link ShellRelay} is needed for others.
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
        String encoded = encodeOrNull(text);
        if (encoded == null) {
            throw new IllegalArgumentException("text cannot be encoded by " + charset);
        }
        return encoded;
    }

    /** Returns the string that the JDK encodes to the bytes of a path; null if there is none. */
    @Nullable
    String textOf(Path path) {
        String text = path.toString();
        return PathText.isAscii(text) ? text : decoded(PathText.bytes(path));
    }

    private @Nullable String decoded(byte[] bytes) {
        String decoded = new String(bytes, charset);
        return Arrays.equals(decoded.getBytes(charset), bytes) ? decoded : null;
    }

    private @Nullable String encodeOrNull(String text) {
        if (isUtf8() || PathText.isAscii(text)) {
            return text;
        }
        return decoded(text.getBytes(StandardCharsets.UTF_8));
    }
}
