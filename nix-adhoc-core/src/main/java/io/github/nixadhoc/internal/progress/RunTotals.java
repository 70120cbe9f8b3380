package io.github.nixadhoc.internal.progress;

import io.github.nixadhoc.event.CommandRun;
import io.github.nixadhoc.event.NixEvent;
import io.github.nixadhoc.model.ByteSize;

/**
 * The totals of a run, summed over its calls of Nix. A call counts from zero, and reduces its expected counts when a cache does
 * not have a path; the totals never decrease.
 */
final class RunTotals {

    /** The largest valid number. Some versions of Nix send larger, invalid ones; sums of valid numbers do not overflow. */
    static final long MAX = 1L << 55;

    /** The activity number of the totals themselves. */
    static final long ACTIVITY = 0;

    private long activities = ACTIVITY;
    private Counts ended = Counts.NONE;
    private Counts current = Counts.NONE;

    /** Returns a unique number for an activity of this run. */
    synchronized long nextActivity() {
        return ++activities;
    }

    /** Updates the counts of the current call, and returns whether that changed the totals. */
    synchronized boolean update(Counts counts) {
        Counts larger = current.max(counts);
        boolean changed = !larger.equals(current);
        current = larger;
        return changed;
    }

    /** Adds the counts of the current call, which has ended. */
    synchronized void endCall() {
        ended = ended.plus(current);
        current = Counts.NONE;
    }

    synchronized NixEvent.Totals event(CommandRun run) {
        Counts all = ended.plus(current);
        return NixEvent.Totals.of(
                run,
                all.downloads,
                Math.max(all.downloads, all.expectedDownloads),
                ByteSize.of(all.bytes),
                ByteSize.of(Math.max(all.bytes, all.expectedBytes)),
                all.builds,
                Math.max(all.builds, all.expectedBuilds));
    }

    /** The counts of one call, or of more. */
    record Counts(
            long downloads, long expectedDownloads, long bytes, long expectedBytes, long builds, long expectedBuilds) {

        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

        Counts max(Counts other) {
            return new Counts(
                    Math.max(downloads, other.downloads),
                    Math.max(expectedDownloads, other.expectedDownloads),
                    Math.max(bytes, other.bytes),
                    Math.max(expectedBytes, other.expectedBytes),
                    Math.max(builds, other.builds),
                    Math.max(expectedBuilds, other.expectedBuilds));
        }

        Counts plus(Counts other) {
            return new Counts(
                    sum(downloads, other.downloads),
                    sum(expectedDownloads, other.expectedDownloads),
                    sum(bytes, other.bytes),
                    sum(expectedBytes, other.expectedBytes),
                    sum(builds, other.builds),
                    sum(expectedBuilds, other.expectedBuilds));
        }

        static long sum(long one, long other) {
            return Math.min(MAX, one + other);
        }
    }
}
