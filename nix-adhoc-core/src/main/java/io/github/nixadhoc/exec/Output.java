package io.github.nixadhoc.exec;

import io.github.nixadhoc.model.Overflow;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The destination of an output stream of a process.
 *
 * @since 0.1
 */
public sealed interface Output {

    /** The number of bytes of a stream that are kept unless told otherwise: 8 MiB. */
    long DEFAULT_MAX_BYTES = 8L << 20;

    /** The highest number of bytes of a stream that can be kept, just below 2 GiB: what an array can hold. */
    long MAX_BYTES = Integer.MAX_VALUE - 16;

    /**
     * Returns the default: keep at most {@value #DEFAULT_MAX_BYTES} bytes, head and tail.
     *
     * @return the capture
     */
    static Capture capture() {
        return new Capture(DEFAULT_MAX_BYTES, Overflow.KEEP_HEAD_AND_TAIL, null, List.of());
    }

    /**
     * An output that this JVM reads.
     *
     * @param maxBytes the number of bytes kept in memory, at most {@link #MAX_BYTES}; 0 keeps none
     * @param overflow what happens beyond that
     * @param spillTo a file that receives every byte, created or replaced; null for none. If it cannot be written the
     *     process is stopped, as for a consumer that throws
     * @param lineConsumers called in order with each line, without its end, on one thread for each stream; a line of
     *     more than 1 Mi characters arrives in pieces; a consumer that is slow slows the process, one that throws stops
     *     it
     * @param copyTo gets every byte as it comes, on the same thread, and is flushed but not closed at the end; null for
     *     none. What holds for a consumer that is slow or throws holds for it too
     */
    record Capture(
            long maxBytes,
            Overflow overflow,
            @Nullable Path spillTo,
            List<Consumer<? super String>> lineConsumers,
            @Nullable OutputStream copyTo)
            implements Output {

        /**
         * Checks the limit and copies the consumers.
         *
         * @param maxBytes the number of bytes kept in memory
         * @param overflow what happens beyond that
         * @param spillTo a file that receives every byte, or null
         * @param lineConsumers called with each line
         * @param copyTo gets every byte, or null
         * @throws IllegalArgumentException if {@code maxBytes} is negative or more than {@link #MAX_BYTES}
         */
        public Capture {
            if (maxBytes < 0 || maxBytes > MAX_BYTES) {
                throw new IllegalArgumentException(
                        "maxBytes must be between 0 and MAX_BYTES, which is " + MAX_BYTES + ": " + maxBytes);
            }
            Objects.requireNonNull(overflow, "overflow");
            lineConsumers = List.copyOf(lineConsumers);
        }

        /**
         * Creates a capture that copies to no stream.
         *
         * @param maxBytes the number of bytes kept in memory
         * @param overflow what happens beyond that
         * @param spillTo a file that receives every byte, or null
         * @param lineConsumers called with each line
         * @throws IllegalArgumentException if {@code maxBytes} is negative or more than {@link #MAX_BYTES}
         */
        public Capture(
                long maxBytes,
                Overflow overflow,
                @Nullable Path spillTo,
                List<Consumer<? super String>> lineConsumers) {
            this(maxBytes, overflow, spillTo, lineConsumers, null);
        }
    }

    /** An output that goes nowhere: the operating system drops it. */
    record Discard() implements Output {}

    /** An output that goes where that of this JVM goes. */
    record Inherit() implements Output {}
}
