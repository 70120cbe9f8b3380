package io.github.nixadhoc.model;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The part of one output stream of a process that was kept, and the exact size of the part that was not.
 *
 * <p>Immutable and thread-safe. Equality is by content.
 *
 * @since 0.1
 */
public final class CapturedOutput {

    private static final Pattern LINE_END = Pattern.compile("\r?\n");

    private static final CapturedOutput EMPTY = new CapturedOutput(new byte[0], new byte[0], 0, StandardCharsets.UTF_8);

    private final byte[] head;
    private final byte[] tail;
    private final long droppedBytes;
    private final Charset charset;

    private CapturedOutput(byte[] head, byte[] tail, long droppedBytes, Charset charset) {
        this.head = head;
        this.tail = tail;
        this.droppedBytes = droppedBytes;
        this.charset = charset;
    }

    /**
     * Returns the output of a stream that printed nothing or was not captured.
     *
     * @return the empty output
     */
    public static CapturedOutput empty() {
        return EMPTY;
    }

    /**
     * Returns the output that consists of the bytes kept before and after a gap.
     *
     * @param head the first bytes; copied
     * @param droppedBytes the number of bytes lost between head and tail, 0 if none
     * @param tail the last bytes; copied
     * @param charset how the bytes are decoded; malformed input becomes U+FFFD
     * @return the output
     * @throws IllegalArgumentException if {@code droppedBytes} is negative
     */
    public static CapturedOutput of(byte[] head, long droppedBytes, byte[] tail, Charset charset) {
        if (droppedBytes < 0) {
            throw new IllegalArgumentException("droppedBytes must not be negative: " + droppedBytes);
        }
        return new CapturedOutput(head.clone(), tail.clone(), droppedBytes, Objects.requireNonNull(charset, "charset"));
    }

    /**
     * Returns the whole output given as text.
     *
     * @param text the text
     * @return the output, UTF-8
     */
    public static CapturedOutput of(String text) {
        return new CapturedOutput(text.getBytes(StandardCharsets.UTF_8), new byte[0], 0, StandardCharsets.UTF_8);
    }

    /**
     * Returns whether every byte that was printed has been kept.
     *
     * @return true if nothing was dropped
     */
    public boolean isComplete() {
        return droppedBytes == 0;
    }

    /**
     * Returns the number of bytes that were printed but not kept.
     *
     * @return the number of dropped bytes, exact
     */
    public long droppedBytes() {
        return droppedBytes;
    }

    /**
     * Returns the number of bytes that were printed.
     *
     * @return the kept and the dropped bytes together
     */
    public long totalBytes() {
        return head.length + droppedBytes + tail.length;
    }

    /**
     * Returns the bytes that were kept, head and tail joined.
     *
     * @return a new array
     */
    public byte[] bytes() {
        byte[] bytes = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, bytes, head.length, tail.length);
        return bytes;
    }

    /**
     * Returns the text that was kept; where bytes were dropped stands a line that says how many.
     *
     * @return the decoded text
     */
    public String text() {
        if (isComplete()) {
            return decode(bytes());
        }
        String gap = "[… " + droppedBytes + " bytes dropped …]\n";
        if (head.length == 0) {
            return gap + decode(tail);
        }
        String before = decode(head);
        return before + (before.endsWith("\n") ? "" : "\n") + gap + decode(tail);
    }

    /**
     * Returns the lines of {@link #text()}, without their ends: a newline, or a carriage return and a newline.
     *
     * @return an unmodifiable list
     */
    public List<String> lines() {
        String text = text();
        List<String> lines = List.of(LINE_END.split(text, -1));
        boolean endsInNewline = text.isEmpty() || text.endsWith("\n");
        return endsInNewline ? lines.subList(0, lines.size() - 1) : lines;
    }

    private String decode(byte[] bytes) {
        return new String(bytes, charset);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CapturedOutput that
                && droppedBytes == that.droppedBytes
                && charset.equals(that.charset)
                && Arrays.equals(head, that.head)
                && Arrays.equals(tail, that.tail);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(head), Arrays.hashCode(tail), droppedBytes, charset);
    }

    @Override
    public String toString() {
        return text();
    }
}
