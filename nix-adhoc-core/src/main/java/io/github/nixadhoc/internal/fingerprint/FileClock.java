package io.github.nixadhoc.internal.fingerprint;

import java.util.concurrent.TimeUnit;

/**
 * The clock with which a file system stamps changes. Two changes within one of its ticks have the same stamp, so an
 * observation is of use only if the latest change before it is older than a tick.
 */
public final class FileClock {

    /** Twice the longest tick of the kernel's clock for files, which is 10 ms. */
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(20);

    private static final long COARSE_TICK = TimeUnit.SECONDS.toNanos(2);

    private FileClock() {}

    /** Returns whether a stamp is in whole seconds, as all stamps of some file systems are. */
    static boolean isCoarse(long change) {
        return change % TimeUnit.SECONDS.toNanos(1) == 0;
    }

    /**
     * Returns whether the clock has ticked between a change and a moment.
     *
     * @param change the time of the change, in nanoseconds since 1970
     * @param coarse whether the file system records whole seconds only
     * @param moment the moment, in nanoseconds since 1970
     */
    static boolean hasTicked(long change, boolean coarse, long moment) {
        return change < moment - (coarse ? COARSE_TICK : TICK);
    }

    /** Returns whether {@link #hasTicked} will be true so soon that waiting costs less than a question to Nix. */
    static boolean isAboutToTick(long change, boolean coarse, long moment) {
        return !coarse && change <= moment && !hasTicked(change, false, moment);
    }

    /** Waits for one tick. On a coarse file system a tick takes longer than this. */
    public static void awaitTick() throws InterruptedException {
        // one millisecond more, since the moments to compare with are in whole milliseconds
        TimeUnit.NANOSECONDS.sleep(TICK + TimeUnit.MILLISECONDS.toNanos(1));
    }
}
