package io.github.nixadhoc.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes, printed as Nix prints sizes.
 *
 * @param bytes the number of bytes, not negative
 * @since 0.1
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {

    /** No bytes. */
    public static final ByteSize ZERO = new ByteSize(0);

    private static final List<String> UNITS = List.of("KiB", "MiB", "GiB", "TiB", "PiB", "EiB");

    private static final Pattern FORM = Pattern.compile("(\\d{1,19}(?:\\.\\d{1,9})?) ?(B|[KMGTPE]iB)");

    /** The form in which Nix prints a size just below the next unit. */
    private static final String ROUNDED_UP = "1024.0";

    private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE);

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
     * Returns the size of a number of MiB.
     *
     * @param mebibytes the number of 1,048,576 bytes, not negative
     * @return the size
     * @throws IllegalArgumentException if it is negative, or more than {@link Long#MAX_VALUE} bytes
     */
    public static ByteSize ofMiB(long mebibytes) {
        return ofUnits(mebibytes, 1L << 20);
    }

    /**
     * Returns the size of a number of GiB.
     *
     * @param gibibytes the number of 1,073,741,824 bytes, not negative
     * @return the size
     * @throws IllegalArgumentException if it is negative, or more than {@link Long#MAX_VALUE} bytes
     */
    public static ByteSize ofGiB(long gibibytes) {
        return ofUnits(gibibytes, 1L << 30);
    }

    private static ByteSize ofUnits(long number, long unit) {
        if (number > Long.MAX_VALUE / unit) {
            throw new IllegalArgumentException("a size of more than " + Long.MAX_VALUE + " bytes: " + number);
        }
        return of(Math.max(number, -1) * unit);
    }

    /**
     * Returns a size that a text holds: a number and a unit, {@code 28.6 MiB}, {@code 512 B} or {@code 2GiB}.
     *
     * <p>A size that was printed is read as one that prints the same, though it has lost what the print left out.
     *
     * @param text the text
     * @return the size, rounded to whole bytes
     * @throws IllegalArgumentException if it is not a size, or one of more than {@link Long#MAX_VALUE} bytes
     */
    public static ByteSize parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw refused(text, "expected a number and one of B, KiB, MiB, GiB, TiB, PiB, EiB");
        }
        int unit = UNITS.indexOf(matcher.group(2));
        BigDecimal factor = new BigDecimal(BigInteger.ONE.shiftLeft(10 * (unit + 1)));
        BigDecimal exact = new BigDecimal(matcher.group(1)).multiply(factor);
        boolean belowNextUnit = unit >= 0 && matcher.group(1).equals(ROUNDED_UP);
        BigDecimal whole = belowNextUnit ? exact.subtract(BigDecimal.ONE) : exact.setScale(0, RoundingMode.HALF_UP);
        if (whole.subtract(BigDecimal.ONE).compareTo(MAX) > 0) {
            throw refused(text, "it is more than " + of(Long.MAX_VALUE));
        }
        return of(whole.min(MAX).longValueExact());
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
        while (scaled >= 1024 && unit < UNITS.size() - 1) {
            scaled /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", scaled, UNITS.get(unit));
    }

    private static IllegalArgumentException refused(String text, String why) {
        return new IllegalArgumentException("not a size: \"" + text + "\": " + why);
    }
}
