package io.github.nixadhoc.mcp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Messages, one a line. Those that are too long are read to their end, and kept by nobody. */
final class MessageReader {

    private final InputStream input;
    private final int maxBytes;

    MessageReader(InputStream input, int maxBytes) {
        this.input = new BufferedInputStream(input);
        this.maxBytes = maxBytes;
    }

    /**
     * Waits for the next message.
     *
     * @return the message; null at the end, where half a message counts as none
     * @throws TooLongException if it is too long; the one after it can be read
     */
    @Nullable
    String next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean tooLong = false;
        for (int b = input.read(); b >= 0; b = input.read()) {
            if (b == '\n') {
                if (tooLong) {
                    throw new TooLongException();
                }
                return line.toString(StandardCharsets.UTF_8);
            }
            tooLong |= line.size() == maxBytes;
            if (!tooLong) {
                line.write(b);
            }
        }
        return null;
    }

    /** A message had more bytes than are read. */
    static final class TooLongException extends IOException {

        private static final long serialVersionUID = 1;
    }
}
