package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.process.DetachedHandle;
import io.github.nixadhoc.model.StorePath;
import java.util.List;
import java.util.function.Supplier;

/** Observer of the programs of a client or a session. It may limit and refuse them. */
public interface RunObserver {

    /** The observer of a client, which limits nothing. */
    RunObserver NONE = new RunObserver() {};

    /** Returns the owner of the programs, as messages name it. */
    default String owner() {
        return "client";
    }

    /** Returns the deadline of a run, which is not later than the run's own. */
    default Deadline limit(Deadline deadline) {
        return deadline;
    }

    /**
     * Called when a program is in the store, and about to be started.
     *
     * @param storePaths the outputs that it comes from
     * @param line makes the line of the command
     * @param deadline the end of the run
     * @throws io.github.nixadhoc.error.NixException if it is refused
     */
    default void prepared(List<StorePath> storePaths, Supplier<String> line, Deadline deadline) {}

    /** Called when a program has been started. */
    default void started(String line, RunningProcess program) {}

    /** Called when a program has been started that outlives the JVM. */
    default void started(DetachedHandle program) {}
}
