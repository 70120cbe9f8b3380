package io.github.nixadhoc.exec;

import io.github.nixadhoc.internal.text.Words;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/**
 * The source of the standard input of a process.
 *
 * @since 0.1
 */
public sealed interface Stdin {

    /**
     * Returns the empty input, which is the default.
     *
     * @return the empty input
     */
    static Stdin closed() {
        return new Closed();
    }

    /**
     * Returns text as input, encoded as UTF-8.
     *
     * @param text the text, without half surrogate pairs
     * @return the input
     * @throws IllegalArgumentException if the text holds half of a surrogate pair, which has no UTF-8
     */
    static Stdin text(String text) {
        if (Words.hasUnpairedSurrogate(text)) {
            throw new IllegalArgumentException("the text for stdin holds half of a surrogate pair");
        }
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** An empty input: the process reads the end of file at once. */
    record Closed() implements Stdin {}

    /**
     * Bytes as input.
     *
     * @param bytes the bytes; copied in and out
     */
    @SuppressWarnings("ArrayRecordComponent") // copied in and out, and compared by content
    record Bytes(byte[] bytes) implements Stdin {

        /**
         * Copies the bytes.
         *
         * @param bytes the bytes
         */
        public Bytes {
            bytes = bytes.clone();
        }

        /**
         * Returns a copy of the bytes.
         *
         * @return the bytes
         */
        @Override
        public byte[] bytes() {
            return bytes.clone();
        }

        /**
         * Returns the bytes as a stream, without a copy of them.
         *
         * @return a new stream
         */
        public InputStream newInputStream() {
            return new ByteArrayInputStream(bytes);
        }

        /**
         * Returns the number of bytes.
         *
         * @return the number
         */
        public int size() {
            return bytes.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Bytes[" + bytes.length + "]";
        }
    }

    /**
     * A file as input, opened by the operating system for the process.
     *
     * @param path the file
     */
    record File(Path path) implements Stdin {

        /**
         * Checks the path.
         *
         * @param path the file
         */
        public File {
            Objects.requireNonNull(path, "path");
        }
    }

    /**
     * A stream as input, read on a thread of its own while the process runs; it is not closed.
     *
     * @param stream the stream; equality is by identity
     */
    record Stream(InputStream stream) implements Stdin {

        /**
         * Checks the stream.
         *
         * @param stream the stream
         */
        public Stream {
            Objects.requireNonNull(stream, "stream");
        }
    }

    /** An input that stays open and is written while the process runs; see {@link RunningProcess#stdin()}. */
    record Open() implements Stdin {}

    /** The standard input of this JVM. */
    record Inherit() implements Stdin {}
}
