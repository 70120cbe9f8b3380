package io.github.nixadhoc.internal.exec;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.List;
import java.util.function.Consumer;

/**
 * Decodes the bytes of a stream, which arrive in chunks, into lines.
 *
 * <p>A chunk may end within a code point. Malformed bytes become U+FFFD. Lines end with LF or CRLF; the last one may have no
 * end. A line of more than {@value #MAX_LINE} characters is delivered in pieces.
 */
final class LineDecoder {

    static final int MAX_LINE = 1 << 20;

    private static final int BUFFER = 8192;

    private final List<Consumer<? super String>> consumers;
    private final CharsetDecoder decoder;
    private final CharBuffer chars = CharBuffer.allocate(BUFFER);
    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private final StringBuilder line = new StringBuilder();
    private boolean inPieces;
    private volatile boolean muted;

    LineDecoder(Charset charset, List<Consumer<? super String>> consumers) {
        this.consumers = consumers;
        decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
    }

    void append(byte[] chunk, int offset, int length) {
        ByteBuffer input = ByteBuffer.wrap(chunk, offset, length);
        if (bytes.hasRemaining()) {
            input = ByteBuffer.allocate(bytes.remaining() + length)
                    .put(bytes)
                    .put(chunk, offset, length)
                    .flip();
        }
        decode(input, false);
        bytes = input.hasRemaining()
                ? ByteBuffer.allocate(input.remaining()).put(input).flip()
                : input;
    }

    /** Stops the delivery of lines, without waiting for a running call of a consumer. */
    void mute() {
        muted = true;
    }

    void end() {
        decode(bytes, true);
        while (decoder.flush(chars).isOverflow()) {
            split();
        }
        split();
        if (!line.isEmpty()) {
            deliver(line.length());
        }
    }

    private void decode(ByteBuffer input, boolean last) {
        CoderResult result;
        do {
            result = decoder.decode(input, chars, last);
            split();
        } while (result.isOverflow());
    }

    private void split() {
        chars.flip();
        while (chars.hasRemaining()) {
            char c = chars.get();
            if (c == '\n') {
                endLine();
            } else {
                if (isFullBefore(c)) {
                    deliver(line.length());
                    inPieces = true;
                }
                line.append(c);
            }
        }
        chars.clear();
    }

    // one more character is allowed where a cut would separate a surrogate pair or CR from LF
    private boolean isFullBefore(char c) {
        int length = line.length();
        return length > MAX_LINE || (length == MAX_LINE && c != '\r' && !Character.isLowSurrogate(c));
    }

    private void endLine() {
        int length = line.length();
        if (length > 0 && line.charAt(length - 1) == '\r') {
            length--;
        }
        if (length > 0 || !inPieces) {
            deliver(length);
        }
        line.setLength(0);
        inPieces = false;
    }

    private void deliver(int length) {
        String text = line.substring(0, length);
        line.setLength(0);
        if (!muted) {
            for (Consumer<? super String> consumer : consumers) {
                consumer.accept(text);
            }
        }
    }
}
