package io.github.nixadhoc.internal.quota;

import io.github.nixadhoc.model.StorePath;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * What is known to have been brought into a store, as it is written down: a line for each path, and a checksum.
 *
 * @param brought all that was brought, the earliest first
 * @param packages those of it that somebody has asked for; the rest is there for their sake, or was for a build's
 */
record QuotaRecord(Set<StorePath> brought, Set<StorePath> packages) {

    static final QuotaRecord NOTHING = new QuotaRecord(Set.of(), Set.of());

    /** What is beyond stays in the store until a collection of garbage. */
    static final int MAX_PATHS = 20_000;

    private static final String HEADER = "nix-adhoc kept 1\n";
    private static final String BROUGHT = "brought ";
    private static final String PACKAGE = "package ";
    private static final String CHECKSUM = "checksum ";

    QuotaRecord {
        brought = new LinkedHashSet<>(brought);
        packages = new LinkedHashSet<>(packages);
        packages.retainAll(brought);
    }

    /** Adds what has been brought; what is too much then is forgotten, the earliest first. */
    QuotaRecord plus(Collection<StorePath> more, Collection<StorePath> asked) {
        Set<StorePath> all = new LinkedHashSet<>(brought);
        all.addAll(more);
        if (all.size() > MAX_PATHS) {
            all = new LinkedHashSet<>(List.copyOf(all).subList(all.size() - MAX_PATHS, all.size()));
        }
        Set<StorePath> allPackages = new LinkedHashSet<>(packages);
        allPackages.addAll(asked);
        return new QuotaRecord(all, allPackages);
    }

    /** Leaves out all paths but some. */
    QuotaRecord retaining(Collection<StorePath> paths) {
        Set<StorePath> rest = new LinkedHashSet<>(brought);
        rest.retainAll(paths);
        return new QuotaRecord(rest, packages);
    }

    byte[] text() {
        StringBuilder text = new StringBuilder(HEADER);
        brought.forEach(path -> text.append(packages.contains(path) ? PACKAGE : BROUGHT)
                .append(path)
                .append('\n'));
        String lines = text.toString();
        return (lines + CHECKSUM + checksum(lines) + '\n').getBytes(StandardCharsets.UTF_8);
    }

    /** Reads what was written; nothing from what is not exactly that, since what it says would be deleted. */
    static QuotaRecord read(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.lastIndexOf(CHECKSUM);
        if (end < 0 || !text.substring(end).equals(CHECKSUM + checksum(text.substring(0, end)) + "\n")) {
            return NOTHING;
        }
        if (!text.startsWith(HEADER)) {
            return NOTHING;
        }
        Set<StorePath> brought = new LinkedHashSet<>();
        Set<StorePath> packages = new LinkedHashSet<>();
        for (String line : text.substring(HEADER.length(), end).lines().toList()) {
            boolean isPackage = line.startsWith(PACKAGE);
            String path = line.substring(line.indexOf(' ') + 1);
            if (!isPackage && !line.startsWith(BROUGHT) || !StorePath.isStorePath(path)) {
                return NOTHING;
            }
            brought.add(StorePath.parse(path));
            if (isPackage) {
                packages.add(StorePath.parse(path));
            }
        }
        return new QuotaRecord(brought, packages);
    }

    private static String checksum(String text) {
        CRC32 checksum = new CRC32();
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(checksum.getValue());
    }
}
