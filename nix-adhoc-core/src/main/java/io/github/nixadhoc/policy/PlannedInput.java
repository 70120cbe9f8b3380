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
 * What a program reads from stdin, as far as it is known before its start. A shell or an interpreter runs what it reads, so
 * it is shown as arguments are.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class PlannedInput {

    /** How many bytes {@link #text()} has at most. */
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
     * Where a program reads from.
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
        /** What the caller writes while the program runs. */
        OPEN,
        /** The stdin of the JVM, which may be a terminal. */
        INHERITED,
        /** What the stage before it in a pipeline prints. */
        PIPE
    }

    /**
     * Returns no input, which is what a command has unless something is given to it.
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
     * @param kind the kind, neither that of bytes nor that of a file
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
     * Returns where the program reads from.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Returns how much it is.
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
     * Returns what is read, decoded as UTF-8. Of more than {@link #MAX_TEXT} bytes it is the beginning: compare with
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
     * Returns the SHA-256 of what is read; computed at each call.
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
     * Returns the input on one line, for people and logs: the beginning of known bytes, whatever is in them.
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
