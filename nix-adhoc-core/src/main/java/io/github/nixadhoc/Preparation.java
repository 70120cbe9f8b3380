package io.github.nixadhoc;

import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.internal.nix.Deadline;
import java.util.List;

/** What has to happen before a program can be started: resolve, review, realise. */
interface Preparation {

    /**
     * Makes sure that the program is there.
     *
     * @throws io.github.nixadhoc.error.NixException if Nix fails or the policy denies
     */
    PreparedProgram prepare(ProgramCommand<?> command, StartMode mode, Deadline deadline);

    /**
     * Makes sure that the programs of a pipeline are there: all are resolved before the first is reviewed, and all are
     * reviewed before anything is realised.
     *
     * @param commands what is to run, in order
     * @param mode what becomes of them
     * @param step the resolution, told in terms of the pipeline
     * @return the programs, in the same order
     * @throws io.github.nixadhoc.error.NixException if Nix fails or the policy denies
     */
    List<PreparedProgram> prepareAll(List<ProgramCommand<?>> commands, StartMode mode, Step step, Deadline deadline);

    /** Returns the environment that the program of a command inherits. */
    ProcessEnvironment environmentOf(ProgramCommand<?> command);

    /** Says what {@link #prepare} would do and does not do it. */
    Plan plan(ProgramCommand<?> command, Deadline deadline);

    /**
     * Brings packages into the store.
     *
     * @throws io.github.nixadhoc.error.NixException if Nix fails or the policy denies
     */
    PrefetchResult prefetch(PrefetchCommand command, Deadline deadline);

    /** Ends what goes on behind. */
    default void close() {}
}
