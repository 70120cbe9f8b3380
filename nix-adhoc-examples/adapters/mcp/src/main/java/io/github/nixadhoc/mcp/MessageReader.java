package io.github.nixadhoc.mcp;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Messages, one a line. Of those that are too long only the head is kept. */
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
        for (int b = input.read(); b >= 0; b = input.read()) {
            if (b == '\n') {
                return line.toString(StandardCharsets.UTF_8);
            }
            line.write(b);
            if (line.size() > maxBytes) {
                throw tooLong(line.toByteArray());
            }
        }
        return null;
    }

    private TooLongException tooLong(byte[] begun) throws IOException {
        RestOfLine rest = new RestOfLine(input);
        MessageHead head = MessageHead.of(new SequenceInputStream(new ByteArrayInputStream(begun), rest), false);
        rest.transferTo(OutputStream.nullOutputStream());
        return new TooLongException(head);
    }

    /** A message had more bytes than are read. */
    static final class TooLongException extends IOException {

        private static final long serialVersionUID = 1;

        private final transient MessageHead head;

        TooLongException(MessageHead head) {
            this.head = head;
        }

        MessageHead head() {
            return head;
        }
    }

    /** The bytes up to the end of a line, which is consumed. Closing it has no effect. */
    private static final class RestOfLine extends InputStream {

        private final InputStream input;
        private boolean ended;

        RestOfLine(InputStream input) {
            this.input = input;
        }

        @Override
        public int read() throws IOException {
            int b = ended ? -1 : input.read();
            ended |= b < 0 || b == '\n';
            return ended ? -1 : b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = 0;
            for (int b; read < length && (b = read()) >= 0; read++) {
                bytes[offset + read] = (byte) b;
            }
            return read == 0 && length > 0 ? -1 : read;
        }
    }
}
