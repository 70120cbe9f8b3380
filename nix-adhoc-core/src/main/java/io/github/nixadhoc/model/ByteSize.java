package io.github.nixadhoc.model;

import java.util.Locale;

/**
 * A number of bytes, printed as Nix prints sizes.
 *
 * @param bytes the number of bytes, not negative
 * @since 0.1
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {

    /** No bytes. */
    public static final ByteSize ZERO = new ByteSize(0);

    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    /**
     * Checks the number.
     *
     * @param bytes the number of bytes
     * @throws IllegalArgumentException if it is negative
     */
    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size must not be negative: " + bytes);
        }
    }

    /**
     * Returns the size of a number of bytes.
     *
     * @param bytes the number, not negative
     * @return the size
     * @throws IllegalArgumentException if it is negative
     */
    public static ByteSize of(long bytes) {
        return bytes == 0 ? ZERO : new ByteSize(bytes);
    }

    /**
     * Returns the sum of two sizes.
     *
     * @param other the size to add
     * @return the sum
     * @throws ArithmeticException if it is more than {@link Long#MAX_VALUE} bytes
     */
    public ByteSize plus(ByteSize other) {
        return of(Math.addExact(bytes, other.bytes));
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /**
     * Returns the size with one digit after the point in the largest unit of 1024 that keeps it at 1 or more, at least
     * KiB: {@code 28.6 MiB}.
     */
    @Override
    public String toString() {
        double scaled = bytes / 1024.0;
        int unit = 0;
        while (scaled >= 1024 && unit < UNITS.length - 1) {
            scaled /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", scaled, UNITS[unit]);
    }
}
