package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.result.Plan;
import io.github.nixadhoc.result.PrefetchResult;

/** Source of the stages that bring programs into the store before they are started. */
public interface Preparer {

    /**
     * Returns the stages of a run, none of which has been taken.
     *
     * @param request the programs
     * @param mode the way in which they are started
     * @param deadline the end of the run
     */
    RunStages stages(PipelineRequest request, StartMode mode, Deadline deadline);

    /** Returns what a run would do, without doing it. */
    Plan plan(ProgramRequest request, Deadline deadline);

    /**
     * Brings packages into the store.
     *
     * @throws io.github.nixadhoc.error.NixException if Nix fails or the policy denies
     */
    PrefetchResult prefetch(PrefetchRequest request, Deadline deadline);

    /** Ends what is at work in the background. */
    default void close() {}
}
