package io.github.nixadhoc.exec;

import io.github.nixadhoc.model.EqualByContent;
import io.github.nixadhoc.model.Overflow;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
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

    /** The default number of bytes of a stream that are kept: 8 MiB. */
    long DEFAULT_MAX_BYTES = 8L << 20;

    /** The highest number of bytes of a stream that can be kept, just below 2 GiB: the limit of an array. */
    long MAX_BYTES = Integer.MAX_VALUE - 16;

    /**
     * Returns the default capture, which keeps at most {@value #DEFAULT_MAX_BYTES} bytes from the beginning and the end.
     *
     * @return the capture
     */
    static Capture capture() {
        return new Capture(DEFAULT_MAX_BYTES, Overflow.KEEP_HEAD_AND_TAIL, null, List.of());
    }

    /**
     * An output that this JVM reads.
     *
     * <p>Immutable; each {@code with} method returns a changed copy of {@link #capture()} or of another one.
     */
    final class Capture extends EqualByContent implements Output {

        private final long maxBytes;
        private final Overflow overflow;
        private final @Nullable Path spillTo;
        private final List<Consumer<? super String>> lineConsumers;
        private final @Nullable OutputStream copyTo;

        /**
         * Creates a capture.
         *
         * @param maxBytes the number of bytes kept in memory
         * @param overflow the treatment of longer output
         * @param spillTo the file that receives every byte; null for none
         * @param lineConsumers the consumers that are called with each line; copied
         * @param copyTo the stream that receives every byte; null for none
         * @throws IllegalArgumentException if {@code maxBytes} is negative or more than {@link #MAX_BYTES}
         */
        public Capture(
                long maxBytes,
                Overflow overflow,
                @Nullable Path spillTo,
                List<Consumer<? super String>> lineConsumers,
                @Nullable OutputStream copyTo) {
            if (maxBytes < 0 || maxBytes > MAX_BYTES) {
                throw new IllegalArgumentException(
                        "maxBytes must be between 0 and MAX_BYTES, which is " + MAX_BYTES + ": " + maxBytes);
            }
            this.maxBytes = maxBytes;
            this.overflow = Objects.requireNonNull(overflow, "overflow");
            this.spillTo = spillTo;
            this.lineConsumers = List.copyOf(lineConsumers);
            this.copyTo = copyTo;
        }

        /**
         * Creates a capture that copies to no stream.
         *
         * @param maxBytes the number of bytes kept in memory
         * @param overflow the treatment of longer output
         * @param spillTo the file that receives every byte; null for none
         * @param lineConsumers the consumers that are called with each line; copied
         * @throws IllegalArgumentException if {@code maxBytes} is negative or more than {@link #MAX_BYTES}
         */
        public Capture(
                long maxBytes,
                Overflow overflow,
                @Nullable Path spillTo,
                List<Consumer<? super String>> lineConsumers) {
            this(maxBytes, overflow, spillTo, lineConsumers, null);
        }

        /**
         * Returns the number of bytes that are kept in memory.
         *
         * @return the number, at most {@link #MAX_BYTES}; 0 if none are kept
         */
        public long maxBytes() {
            return maxBytes;
        }

        /**
         * Returns the treatment of output that is longer than {@link #maxBytes()}.
         *
         * @return the treatment
         */
        public Overflow overflow() {
            return overflow;
        }

        /**
         * Returns the file that receives every byte. It is created or replaced. If it cannot be written, the process is
         * stopped, as it is when a consumer throws.
         *
         * @return the file; null for none
         */
        public @Nullable Path spillTo() {
            return spillTo;
        }

        /**
         * Returns the consumers that are called in order with each line, without its end, on one thread for each stream. A line
         * of more than 1 Mi characters arrives in pieces. A consumer that is slow slows the process; one that throws stops it.
         *
         * @return an immutable list
         */
        public List<Consumer<? super String>> lineConsumers() {
            return lineConsumers;
        }

        /**
         * Returns the stream that receives every byte as soon as it is read. It is written on the same thread as the consumers
         * are called, and flushed but not closed at the end. A stream that is slow slows the process; one that throws stops
         * it.
         *
         * @return the stream; null for none
         */
        public @Nullable OutputStream copyTo() {
            return copyTo;
        }

        /**
         * Returns a copy that keeps another number of bytes.
         *
         * @param changed the number; 0 keeps none
         * @return the changed copy
         * @throws IllegalArgumentException if it is negative or more than {@link #MAX_BYTES}
         */
        public Capture withMaxBytes(long changed) {
            return new Capture(changed, overflow, spillTo, lineConsumers, copyTo);
        }

        /**
         * Returns a copy with another treatment of long output.
         *
         * @param changed the treatment
         * @return the changed copy
         */
        public Capture withOverflow(Overflow changed) {
            return new Capture(maxBytes, changed, spillTo, lineConsumers, copyTo);
        }

        /**
         * Returns a copy that writes every byte to another file.
         *
         * @param changed the file; null for none
         * @return the changed copy
         */
        public Capture withSpillTo(@Nullable Path changed) {
            return new Capture(maxBytes, overflow, changed, lineConsumers, copyTo);
        }

        /**
         * Returns a copy with other consumers of lines.
         *
         * @param changed the consumers; copied
         * @return the changed copy
         */
        public Capture withLineConsumers(List<Consumer<? super String>> changed) {
            return new Capture(maxBytes, overflow, spillTo, changed, copyTo);
        }

        /**
         * Returns a copy that copies every byte to another stream.
         *
         * @param changed the stream; null for none
         * @return the changed copy
         */
        public Capture withCopyTo(@Nullable OutputStream changed) {
            return new Capture(maxBytes, overflow, spillTo, lineConsumers, changed);
        }

        @Override
        protected List<@Nullable Object> parts() {
            return Arrays.asList(maxBytes, overflow, spillTo, lineConsumers, copyTo);
        }

        @Override
        public String toString() {
            return "Capture[maxBytes=" + maxBytes + ", overflow=" + overflow + ", spillTo=" + spillTo
                    + ", lineConsumers=" + lineConsumers + ", copyTo=" + copyTo + "]";
        }
    }

    /** An output that the operating system drops. */
    record Discard() implements Output {}

    /** An output that goes to the same place as that of this JVM. */
    record Inherit() implements Output {}
}
