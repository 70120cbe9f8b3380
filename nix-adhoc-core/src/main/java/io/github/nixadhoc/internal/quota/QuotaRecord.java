package io.github.nixadhoc.internal.quota;

import io.github.nixadhoc.model.StorePath;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * The record of the paths that clients have added to a store: a line for each path, and a checksum.
 *
 * @param paths all added paths, the earliest first
 * @param packages those that a client has asked for; the others are dependencies of packages or of builds
 */
record QuotaRecord(Set<StorePath> paths, Set<StorePath> packages) {

    static final QuotaRecord EMPTY = new QuotaRecord(Set.of(), Set.of());

    /** Paths beyond this number are not evicted; they stay in the store until the next garbage collection. */
    static final int MAX_PATHS = 20_000;

    private static final String HEADER = "nix-adhoc kept 1\n";
    private static final String DEPENDENCY = "brought ";
    private static final String PACKAGE = "package ";
    private static final String CHECKSUM = "checksum ";

    QuotaRecord {
        paths = new LinkedHashSet<>(paths);
        packages = new LinkedHashSet<>(packages);
        packages.retainAll(paths);
    }

    /** Returns a copy with more paths. If there are too many, the earliest are left out. */
    QuotaRecord plus(Collection<StorePath> more, Collection<StorePath> requested) {
        Set<StorePath> all = new LinkedHashSet<>(paths);
        all.addAll(more);
        if (all.size() > MAX_PATHS) {
            all = new LinkedHashSet<>(List.copyOf(all).subList(all.size() - MAX_PATHS, all.size()));
        }
        Set<StorePath> allPackages = new LinkedHashSet<>(packages);
        allPackages.addAll(requested);
        return new QuotaRecord(all, allPackages);
    }

    /** Returns a copy that has only those of its paths that are among the given ones. */
    QuotaRecord retaining(Collection<StorePath> retained) {
        Set<StorePath> rest = new LinkedHashSet<>(paths);
        rest.retainAll(retained);
        return new QuotaRecord(rest, packages);
    }

    byte[] toBytes() {
        StringBuilder text = new StringBuilder(HEADER);
        paths.forEach(path -> text.append(packages.contains(path) ? PACKAGE : DEPENDENCY)
                .append(path)
                .append('\n'));
        String lines = text.toString();
        return (lines + CHECKSUM + checksum(lines) + '\n').getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a record. Returns an empty one if the bytes are damaged in any way, because listed paths may be deleted.
     */
    static QuotaRecord read(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.lastIndexOf(CHECKSUM);
        if (end < 0 || !text.substring(end).equals(CHECKSUM + checksum(text.substring(0, end)) + "\n")) {
            return EMPTY;
        }
        if (!text.startsWith(HEADER)) {
            return EMPTY;
        }
        Set<StorePath> paths = new LinkedHashSet<>();
        Set<StorePath> packages = new LinkedHashSet<>();
        for (String line : text.substring(HEADER.length(), end).lines().toList()) {
            boolean isPackage = line.startsWith(PACKAGE);
            String path = line.substring(line.indexOf(' ') + 1);
            if (!isPackage && !line.startsWith(DEPENDENCY) || !StorePath.isStorePath(path)) {
                return EMPTY;
            }
            paths.add(StorePath.parse(path));
            if (isPackage) {
                packages.add(StorePath.parse(path));
            }
        }
        return new QuotaRecord(paths, packages);
    }

    private static String checksum(String text) {
        CRC32 checksum = new CRC32();
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(checksum.getValue());
    }
}
