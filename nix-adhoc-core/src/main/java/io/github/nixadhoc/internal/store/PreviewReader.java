package io.github.nixadhoc.internal.store;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.Transfer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the output of {@code nix-store --realise --dry-run}. Nix has no structured form of it. From 2.8 to 2.34 the
 * text differs only in the units of the sizes.
 */
public final class PreviewReader {

    private static final Pattern HEADING =
            Pattern.compile("(?:this|these) (?:\\d+ )?(?<what>derivations?|paths?) will be (?:built|fetched)"
                    + "(?: \\((?<download>\\S+ \\S+) download, (?<unpacked>\\S+ \\S+) unpacked\\))?:");

    private static final Pattern SIZE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?) ([KMGTPE]?)i?B");
    private static final Map<String, Integer> POWERS = Map.of("", 0, "K", 1, "M", 2, "G", 3, "T", 4, "P", 5, "E", 6);

    private PreviewReader() {}

    public static Transfer read(List<String> log) {
        List<StorePath> built = new ArrayList<>();
        List<StorePath> fetched = new ArrayList<>();
        List<StorePath> unobtainable = new ArrayList<>();
        ByteSize download = ByteSize.ZERO;
        ByteSize unpacked = ByteSize.ZERO;
        List<StorePath> current = new ArrayList<>();
        for (String line : log.stream().flatMap(String::lines).toList()) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                current = heading.group("what").startsWith("derivation") ? built : fetched;
                download = download.plus(size(heading.group("download")));
                unpacked = unpacked.plus(size(heading.group("unpacked")));
            } else if (line.startsWith("don't know how to build these paths")) {
                current = unobtainable;
            } else if (line.startsWith("  ") && StorePath.isStorePath(line.strip())) {
                current.add(StorePath.parse(line.strip()));
            } else {
                current = new ArrayList<>();
            }
        }
        return Transfer.builder()
                .toBuild(built)
                .toFetch(fetched)
                .unobtainable(unobtainable)
                .downloadSize(download)
                .unpackedSize(unpacked)
                .build();
    }

    /** An unreadable size is no error, because sizes are informative and approximate. */
    private static ByteSize size(@Nullable String text) {
        if (text == null) {
            return ByteSize.ZERO;
        }
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            return ByteSize.ZERO;
        }
        double bytes = Double.parseDouble(matcher.group(1)) * Math.pow(1024, POWERS.getOrDefault(matcher.group(2), 0));
        return ByteSize.of(Math.round(Math.min(bytes, 0x1p60)));
    }
}
