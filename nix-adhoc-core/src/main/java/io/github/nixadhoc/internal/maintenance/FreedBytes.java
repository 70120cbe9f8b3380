package io.github.nixadhoc.internal.maintenance;

import io.github.nixadhoc.model.ByteSize;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many bytes a collector says it has freed; rounded, by Nix 2.34 to a tenth of a GiB, say.
 *
 * @param rounded what it says
 * @param uncertainty how far that may be from what it means
 */
public record FreedBytes(ByteSize rounded, ByteSize uncertainty) {

    private static final Pattern LINE =
            Pattern.compile("^\\d+ store paths? deleted, (\\d+\\.?(\\d*)) ([KMGTPE]?i?B) freed$", Pattern.MULTILINE);

    /** Reads the last line of what a collector prints; empty if there is none that is understood. */
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

    /** Returns a number of bytes that was counted elsewhere, or what Nix says if it cannot have meant that. */
    public ByteSize orIfItFits(ByteSize counted) {
        boolean fits = Math.abs(counted.bytes() - rounded.bytes()) <= uncertainty.bytes();
        return fits ? counted : rounded;
    }
}
