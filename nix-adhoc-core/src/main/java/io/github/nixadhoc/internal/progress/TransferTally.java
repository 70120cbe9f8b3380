package io.github.nixadhoc.internal.progress;

import java.util.HashMap;
import java.util.Map;

/** The sums of the downloads of a process of Nix. A download that is tried again, from another cache, counts once. */
final class TransferTally {

    /** The largest number of downloads that are tracked. */
    private static final int MAX_KEYS = 100_000;

    private final Map<String, long[]> transfers = new HashMap<>();
    private final Map<Long, Long> announced = new HashMap<>();
    private long bytes;
    private long expectedBytes;
    private long pathsBegun;
    private long downloads;
    private boolean complete;
    private long expectedDownloads;
    private long builds;
    private long expectedBuilds;
    private long lastExpectedBuilds;

    void begin(String key, boolean storePath) {
        boolean isNew = transfers.size() < MAX_KEYS && transfers.putIfAbsent(key, new long[2]) == null;
        if (isNew && storePath) {
            pathsBegun++;
        }
    }

    void advance(String key, long done, long expected) {
        long[] known = transfers.get(key);
        if (known != null) {
            bytes += Math.max(0, done - known[0]);
            expectedBytes += Math.max(0, expected - known[1]);
            known[0] = Math.max(known[0], done);
            known[1] = Math.max(known[1], expected);
        }
    }

    void expect(long activity, long number) {
        if (announced.containsKey(activity) || announced.size() < MAX_KEYS) {
            long unused = announced.merge(activity, number, Math::max);
        }
    }

    void countDownloads(long done, long expected, long failed) {
        complete = done > 0 && done >= expected && failed == 0;
        downloads = Math.max(downloads, done);
        expectedDownloads = Math.max(expectedDownloads, expected);
    }

    void countBuilds(long done, long expected) {
        builds = Math.max(builds, done);
        // Nix 2.34 briefly counts a build twice when it ends, so a number counts only when it is repeated
        expectedBuilds = Math.max(expectedBuilds, Math.min(expected, lastExpectedBuilds));
        lastExpectedBuilds = expected;
    }

    RunTotals.Counts counts() {
        long sum = 0;
        for (long number : announced.values()) {
            sum = RunTotals.Counts.sum(sum, number);
        }
        long allExpected = Math.max(sum, expectedBytes);
        // Nix 2.8 reports neither the last chunk of a store path nor small store paths
        long done = complete ? Math.max(bytes, allExpected) : bytes;
        return new RunTotals.Counts(
                downloads,
                Math.max(pathsBegun, expectedDownloads),
                Math.min(RunTotals.MAX, done),
                Math.min(RunTotals.MAX, allExpected),
                builds,
                expectedBuilds);
    }
}
