package io.github.nixadhoc.internal.text;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * The text of paths. A path is a sequence of bytes. The JDK decodes and encodes them with the charset of the locale, which may
 * lose some; it keeps those that the file system gave it, and takes any from a URI.
 */
public final class PathText {

    private static final String UNRESERVED = "/-._~";

    private PathText() {}

    /**
     * Returns the path whose bytes are the UTF-8 of a text, in any locale.
     *
     * @param text an absolute path, or any other that the locale can encode
     * @throws InvalidPathException if it is relative, and the locale cannot encode it
     */
    public static Path path(String text) {
        if (isAscii(text) || !text.startsWith("/")) {
            return Path.of(text);
        }
        StringBuilder uri = new StringBuilder("file://");
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b >= 0 && (Character.isLetterOrDigit(b) || UNRESERVED.indexOf(b) >= 0)) {
                uri.append((char) b);
            } else {
                uri.append('%').append(Character.forDigit(b >> 4 & 0xF, 16)).append(Character.forDigit(b & 0xF, 16));
            }
        }
        return Path.of(URI.create(uri.toString()));
    }

    /**
     * Returns the text whose UTF-8 are the bytes of an absolute path, in any locale.
     *
     * @throws IOException if the bytes are not UTF-8
     */
    public static String utf8(Path path) throws IOException {
        String text = path.toString();
        if (isAscii(text)) {
            return text;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(path)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException("the bytes of the path " + path + " are not UTF-8", e);
        }
    }

    /** Returns the bytes of the absolute form of a path. */
    public static byte[] bytes(Path path) {
        String uri = path.toUri().getRawPath();
        String raw = uri.length() > 1 && uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                bytes.write(Integer.parseInt(raw, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        return bytes.toByteArray();
    }

    /** Returns whether the text of a path has all bytes of the path, so that the JDK opens the same file by it. */
    public static boolean isExact(Path path) {
        try {
            return path.getFileSystem().getPath(path.toString()).equals(path);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** Returns whether a text is ASCII. */
    public static boolean isAscii(String text) {
        // a loop, since this is on the way of each start
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
