package io.github.nixadhoc.internal.daemon;

import io.github.nixadhoc.model.StorePath;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A reader of the values of the worker protocol: numbers of 64 bits, the lowest byte first, and texts with their length, filled
 * up with zeros to a multiple of 8 bytes.
 *
 * <p>Sizes are bounded, and memory grows with the bytes that have arrived, not with a size that the peer has announced.
 */
final class WireReader {

    /** The longest text; a realisation, an error or a line of a build is far shorter. */
    static final int MAX_TEXT_BYTES = 16 << 20;

    /** The longest list; the largest stores have some million paths. */
    static final int MAX_ITEMS = 1 << 23;

    private static final int ALIGNMENT = 8;
    private static final int FIRST_CAPACITY = 64;

    private final InputStream input;
    private final byte[] word = new byte[ALIGNMENT];

    WireReader(InputStream input) {
        this.input = input;
    }

    /** Reads the values of one kind. */
    @FunctionalInterface
    interface Item<T> {
        T read(WireReader from) throws IOException;
    }

    /** Reads a number, whose 64 bits may also mean an unsigned one. */
    long number() throws IOException {
        fill(word, ALIGNMENT);
        return ByteBuffer.wrap(word).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    /** Reads a number that is no more than a limit. */
    int number(String what, int limit) throws IOException {
        long number = number();
        if (number < 0 || number > limit) {
            throw new MalformedAnswerException(
                    what + " is " + Long.toUnsignedString(number) + ", and at most " + limit + " is possible");
        }
        return (int) number;
    }

    /** Reads a truth value; any number but 0 means yes, as it does for Nix. */
    boolean flag() throws IOException {
        return number() != 0;
    }

    /** Reads a text. */
    String text() throws IOException {
        int length = number("the length of a text", MAX_TEXT_BYTES);
        byte[] bytes = input.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the connection ended within a text");
        }
        int padding = -length & (ALIGNMENT - 1);
        fill(word, padding);
        for (int i = 0; i < padding; i++) {
            if (word[i] != 0) {
                throw new MalformedAnswerException("a text is not filled up with zeros");
            }
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Reads a list of values. */
    <T> List<T> list(Item<T> item) throws IOException {
        int count = number("the length of a list", MAX_ITEMS);
        List<T> values = new ArrayList<>(Math.min(count, FIRST_CAPACITY));
        for (int i = 0; i < count; i++) {
            values.add(item.read(this));
        }
        return List.copyOf(values);
    }

    /** Reads a list of texts. */
    List<String> texts() throws IOException {
        return list(WireReader::text);
    }

    /** Reads pairs of texts. */
    Map<String, String> textMap() throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        int count = number("the length of a list", MAX_ITEMS);
        for (int i = 0; i < count; i++) {
            texts.put(text(), text());
        }
        return texts;
    }

    /** Reads a store path. */
    StorePath path() throws IOException {
        return path(text());
    }

    /** Reads a store path; empty if there is none. */
    Optional<StorePath> optionalPath() throws IOException {
        String text = text();
        return text.isEmpty() ? Optional.empty() : Optional.of(path(text));
    }

    /** Reads a list of store paths. */
    List<StorePath> paths() throws IOException {
        return list(WireReader::path);
    }

    private static StorePath path(String text) throws MalformedAnswerException {
        if (!StorePath.isStorePath(text)) {
            throw new MalformedAnswerException("a text is no store path");
        }
        return new StorePath(text);
    }

    private void fill(byte[] bytes, int length) throws IOException {
        if (input.readNBytes(bytes, 0, length) < length) {
            throw new EOFException("the connection ended");
        }
    }
}
