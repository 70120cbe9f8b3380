package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.internal.nix.StoreRaceException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats work that another process disturbed by a change of the store, for instance a garbage collector.
 *
 * <p>There is no other retry. Each stage of a run uses the store paths of the one before, so only a new run from its
 * first stage helps.
 */
public final class GcRetry {

    /** Enough even with a garbage collector that runs all the time. More failures have another cause. */
    private static final int MAX_ATTEMPTS = 5;

    private GcRetry() {}

    /**
     * Returns the result of the work, which observes its deadline itself.
     *
     * @throws StoreUnavailableException if it was disturbed each time, five times in all
     */
    public static <T> T of(Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (StoreRaceException e) {
                if (attempt == MAX_ATTEMPTS) {
                    throw givenUp(e);
                }
                log().debug("begun again, after attempt {}", attempt, e);
            }
        }
    }

    private static StoreUnavailableException givenUp(StoreRaceException e) {
        StoreUnavailableException failure = new StoreUnavailableException(Failure.of(
                "disturbed " + MAX_ATTEMPTS + " times by other processes that change the store, the last time: "
                        + e.shortMessage(),
                e.command(),
                e.phase().orElse(null),
                e.log(),
                "try again when the collection of garbage has ended; where there is none, files of the store have been"
                        + " deleted without Nix, and repairStore() brings them back"));
        failure.initCause(e);
        return failure;
    }

    /** Looked up only to log: a new JVM needs longer to find a logging provider than for all else here. */
    private static Logger log() {
        return LoggerFactory.getLogger(GcRetry.class);
    }
}
