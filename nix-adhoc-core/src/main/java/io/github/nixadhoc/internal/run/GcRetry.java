package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.internal.nix.StoreRaceException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins again when somebody else at work in the store, such as a garbage collector, came in between.
 *
 * <p>This is the only place that does so, since the only remedy is to start with the resolution: each later step works on
 * what the one before it has put into the store.
 */
public final class GcRetry {

    /** Enough beside a collector that never rests; who fails as often as that has another problem. */
    private static final int MAX = 5;

    private GcRetry() {}

    /**
     * Returns what comes of the work, which keeps its deadline itself.
     *
     * @throws StoreUnavailableException if it was disturbed each time
     */
    public static <T> T of(Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (StoreRaceException e) {
                if (attempt == MAX) {
                    throw givenUp(e);
                }
                log().debug("begun again, after attempt {}", attempt, e);
            }
        }
    }

    private static StoreUnavailableException givenUp(StoreRaceException e) {
        StoreUnavailableException failure = new StoreUnavailableException(Failure.of(
                "disturbed " + MAX + " times by others at work in the store, at last: " + e.shortMessage(),
                e.command(),
                e.phase().orElse(null),
                e.log(),
                "try again when the collection of garbage has ended; where there is none, files of the store have been"
                        + " deleted without Nix, and repairStore() brings them back"));
        failure.initCause(e);
        return failure;
    }

    /** Only where something is said: to look for who logs takes a new JVM longer than all else that it does here. */
    private static Logger log() {
        return LoggerFactory.getLogger(GcRetry.class);
    }
}
