package io.github.nixadhoc.schedule;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A service that keeps a schedule: the files that it reads, and the calls that tell it of them. */
interface Manager {

    /** Returns where its files belong. */
    List<Path> paths();

    /** Returns the texts of its files, in the order of the paths, unsigned. */
    List<String> texts(Timing timing, Collector collector);

    /**
     * Has it take over the files that are in place.
     *
     * @return false if there is no manager that runs
     */
    boolean start(ManagerCalls calls);

    /** Returns what a person has to do where no manager runs. */
    List<String> byHand();

    /**
     * Has it let go of the schedule. The files are still there.
     *
     * @return false if it cannot be reached, and may keep the schedule
     */
    boolean stop(ManagerCalls calls);

    /** Returns links to our files that it, or the user by it, may have made. */
    List<Path> links();

    /**
     * Tells it that the files are gone.
     *
     * @return false if it cannot be reached, and may keep the schedule
     */
    boolean forget(ManagerCalls calls);

    /** Returns what a person has to do where it could not be reached. */
    List<String> byHandAfterwards();

    /** Asks it what it knows. */
    Knowledge ask(ManagerCalls calls);

    /**
     * The state of the schedule, as its manager tells it.
     *
     * @param active whether it keeps it
     * @param nextRun when it will run next
     */
    record Knowledge(boolean active, Optional<Instant> nextRun) {

        static final Knowledge NONE = new Knowledge(false, Optional.empty());
    }
}
