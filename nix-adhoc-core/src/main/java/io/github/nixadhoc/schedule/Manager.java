package io.github.nixadhoc.schedule;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A service manager that keeps a schedule: its files, and the calls that load them. */
interface Manager {

    /** Returns the paths of its files. */
    List<Path> paths();

    /** Returns the texts of its files, in the order of the paths, unsigned. */
    List<String> texts(Timing timing, Collector collector);

    /**
     * Loads the files into the service manager.
     *
     * @return false if no service manager is running
     */
    boolean start(ManagerCalls calls);

    /** Returns the steps for a person if no service manager is running. */
    List<String> byHand();

    /**
     * Unloads the schedule. The files still exist.
     *
     * @return false if it cannot be reached, and may keep the schedule
     */
    boolean stop(ManagerCalls calls);

    /** Returns links to the files that the service manager, or the user with it, may have created. */
    List<Path> links();

    /**
     * Reports to the service manager that the files are deleted.
     *
     * @return false if it cannot be reached, and may keep the schedule
     */
    boolean forget(ManagerCalls calls);

    /** Returns the steps for a person if the service manager could not be reached. */
    List<String> byHandAfterwards();

    /** Returns the state of the schedule in the service manager. */
    Knowledge ask(ManagerCalls calls);

    /**
     * The state of the schedule in the service manager.
     *
     * @param active true if the service manager keeps the schedule
     * @param nextRun the time of the next run
     */
    record Knowledge(boolean active, Optional<Instant> nextRun) {

        static final Knowledge NONE = new Knowledge(false, Optional.empty());
    }
}
