package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.result.Plan;
import io.github.nixadhoc.result.PrefetchResult;

/** Factory of the stages that prepare programs before their start. */
public interface Preparer {

    /**
     * Returns the stages of a new run.
     *
     * @param request the programs
     * @param mode the way in which they are started
     * @param hidesProcesses whether they must not see the processes of the host, where that is possible
     * @param deadline the end of the run
     */
    RunStages stages(PipelineRequest request, StartMode mode, boolean hidesProcesses, Deadline deadline);

    /** Returns the plan of a run, and starts nothing. */
    Plan plan(ProgramRequest request, Deadline deadline);

    /**
     * Brings packages into the store.
     *
     * @throws io.github.nixadhoc.error.NixException if Nix fails or the policy denies
     */
    PrefetchResult prefetch(PrefetchRequest request, Deadline deadline);

    /** Returns whether the programs in a clean room do not see the processes of the host. */
    default boolean canHideProcesses() {
        return true;
    }

    /** Stops work in the background. */
    default void close() {}
}
