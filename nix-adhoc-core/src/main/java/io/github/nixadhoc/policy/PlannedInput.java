package io.github.nixadhoc.policy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The stdin of a program, as far as it is known before the start. A shell or an interpreter executes its stdin, so
 * policies see it as they see arguments.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class PlannedInput {

    /** The maximum number of bytes in {@link #text()}. */
    public static final int MAX_TEXT = 64 << 10;

    private static final int MAX_SHOWN = 400;
    private static final PlannedInput NONE = new PlannedInput(Kind.NONE, null, null);

    private final Kind kind;
    private final byte @Nullable [] bytes;
    private final @Nullable Path file;

    private PlannedInput(Kind kind, byte @Nullable [] bytes, @Nullable Path file) {
        this.kind = kind;
        this.bytes = bytes;
        this.file = file;
    }

    /**
     * The source of the stdin of a program.
     *
     * @since 0.1
     */
    public enum Kind {
        /** Nothing: stdin is at its end from the start. */
        NONE,
        /** Bytes that are known. */
        BYTES,
        /** A file, whose content may change until it is read. */
        FILE,
        /** A stream of the JVM, whose content is not known before. */
        STREAM,
        /** Bytes that the caller writes while the program runs. */
        OPEN,
        /** The stdin of the JVM, which may be a terminal. */
        INHERITED,
        /** The output of the stage before it in a pipeline. */
        PIPE
    }

    /**
     * Returns empty input, the default of a command.
     *
     * @return the input
     */
    public static PlannedInput none() {
        return NONE;
    }

    /**
     * Returns known bytes as input.
     *
     * @param bytes the bytes; copied
     * @return the input
     */
    public static PlannedInput bytes(byte[] bytes) {
        return new PlannedInput(Kind.BYTES, bytes.clone(), null);
    }

    /**
     * Returns a file as input.
     *
     * @param file the file
     * @return the input
     */
    public static PlannedInput file(Path file) {
        return new PlannedInput(Kind.FILE, null, file.toAbsolutePath());
    }

    /**
     * Returns input of which only the kind is known.
     *
     * @param kind the kind, neither bytes nor file
     * @return the input
     * @throws IllegalArgumentException if it is one of these
     */
    public static PlannedInput of(Kind kind) {
        if (kind == Kind.BYTES || kind == Kind.FILE) {
            throw new IllegalArgumentException("more than the kind is known of " + kind);
        }
        return kind == Kind.NONE ? NONE : new PlannedInput(kind, null, null);
    }

    /**
     * Returns the source of the input.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Returns the size of the input.
     *
     * @return the number of bytes; empty if it is not known
     */
    public OptionalLong size() {
        if (kind == Kind.NONE) {
            return OptionalLong.of(0);
        }
        return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes.length);
    }

    /**
     * Returns the input, decoded as UTF-8. If it has more than {@link #MAX_TEXT} bytes, this is the beginning; compare
     * {@link #size()}.
     *
     * @return the text; empty if it is not known
     */
    public Optional<String> text() {
        if (kind == Kind.NONE) {
            return Optional.of("");
        }
        return bytes == null
                ? Optional.empty()
                : Optional.of(new String(bytes, 0, Math.min(bytes.length, MAX_TEXT), StandardCharsets.UTF_8));
    }

    /**
     * Returns the file that is read.
     *
     * @return the absolute path; empty unless it is a file
     */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /**
     * Returns the SHA-256 of the input, which is computed at each call.
     *
     * @return the hash in hexadecimal digits; empty if the bytes are not known
     */
    public Optional<String> sha256() {
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JVM has SHA-256", e);
        }
    }

    /**
     * Returns the input on one line, for people and logs. Of known bytes it has the beginning, with all special
     * characters escaped.
     *
     * @return the text, in ASCII
     */
    @Override
    public String toString() {
        String known = text().orElse("");
        return switch (kind) {
            case NONE -> "nothing";
            case BYTES ->
                size().orElse(0) + " bytes "
                        + (known.length() <= MAX_SHOWN
                                ? WordQuoting.of(known)
                                : WordQuoting.of(known.substring(0, MAX_SHOWN)) + " and more");
            case FILE -> "the file " + WordQuoting.of(String.valueOf(file));
            case STREAM -> "a stream that is not known before";
            case OPEN -> "what is written to it while it runs";
            case INHERITED -> "what the JVM reads";
            case PIPE -> "what the stage before it prints";
        };
    }
}
