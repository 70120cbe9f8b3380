package io.github.nixadhoc;

import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.internal.nix.Deadline;
import java.util.function.Supplier;

/** Keeps book of what runs, and says until when it may. */
interface RunLedger {

    /** Nobody does. */
    RunLedger NONE = new RunLedger() {};

    /** Returns what it is that somebody may have closed. */
    default String owner() {
        return "client";
    }

    /** Returns until when something may go on that may go on until a deadline. */
    default Deadline limit(Deadline deadline) {
        return deadline;
    }

    /**
     * A program is in the store, and about to be started.
     *
     * @param prepared the program
     * @param line makes the line of the command
     * @param deadline until when it may run
     * @throws io.github.nixadhoc.error.NixException if it must not be started
     */
    default void prepared(PreparedProgram prepared, Supplier<String> line, Deadline deadline) {}

    /** A program has been started. */
    default void started(String line, RunningProcess program) {}

    /** A program has been started that outlives the JVM. */
    default void started(DetachedProgram program) {}
}
