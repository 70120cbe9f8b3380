package io.github.nixadhoc.internal.maintenance;

import io.github.nixadhoc.model.ByteSize;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The number of freed bytes that a collector reports. Nix rounds it; Nix 2.34, for example, to a tenth of a GiB.
 *
 * @param rounded the reported number
 * @param uncertainty the largest possible difference from the exact number
 */
public record FreedBytes(ByteSize rounded, ByteSize uncertainty) {

    private static final Pattern LINE =
            Pattern.compile("^\\d+ store paths? deleted, (\\d+\\.?(\\d*)) ([KMGTPE]?i?B) freed$", Pattern.MULTILINE);

    /** Reads the summary line of a collector's output; empty if there is none that can be read. */
    public static Optional<FreedBytes> read(String answer) {
        Matcher line = LINE.matcher(answer);
        if (!line.find()) {
            return Optional.empty();
        }
        try {
            String unit = line.group(3);
            BigDecimal lastDigit = BigDecimal.ONE.movePointLeft(line.group(2).length());
            return Optional.of(new FreedBytes(
                    ByteSize.parse(line.group(1) + " " + unit),
                    ByteSize.parse(lastDigit.toPlainString() + " " + unit)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns an exact count if it agrees with the reported number, otherwise the reported number. */
    public ByteSize orExact(ByteSize counted) {
        boolean fits = Math.abs(counted.bytes() - rounded.bytes()) <= uncertainty.bytes();
        return fits ? counted : rounded;
    }
}
