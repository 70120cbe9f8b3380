package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.exec.ProcessOutcome;
import java.util.List;

/**
 * The stages of one run before its programs start: admit, resolve, review, realise, confine. Each is for all programs of a
 * pipeline before the next one begins. {@link ProgramRunner#prepare} calls them in their order.
 *
 * <p>Holds the outputs in the store until it is closed. Used by one thread at a time.
 */
interface RunStages extends AutoCloseable {

    /**
     * Asks the policy whether Nix may evaluate the packages, and insists that programs can be confined.
     *
     * @throws io.github.nixadhoc.error.NixException if the policy denies, or programs cannot be confined
     */
    void admit();

    /**
     * Resolves the packages to outputs, from the cache or by an evaluation.
     *
     * @throws io.github.nixadhoc.error.NixException if Nix fails
     */
    void resolve();

    /**
     * Shows the policy the exact commands, before anything is downloaded or built.
     *
     * @return false if the policy has changed a command, whose packages then have to be resolved again
     * @throws io.github.nixadhoc.error.NixException if the policy denies
     */
    boolean review();

    /**
     * Downloads and builds the missing outputs, and shows the policy the facts that were unknown before.
     *
     * @return false if the policy has changed a command, whose packages then have to be resolved again
     * @throws io.github.nixadhoc.error.NixException if Nix fails, or the policy denies
     */
    boolean realise();

    /**
     * Returns the programs in order, with bubblewrap in front of them if the client has a confinement.
     *
     * @throws io.github.nixadhoc.error.NixException if one cannot be confined
     */
    List<PreparedProgram> confine();

    /** Adds the packages to the cache, once their programs run. */
    void started();

    /** Returns whether the programs are still in the store. */
    boolean arePresent();

    /**
     * Insists that a program which has ended was really started.
     *
     * @param index the place of the program in the pipeline, from 0
     * @param outcome the end of its process
     * @throws io.github.nixadhoc.error.ConfinementUnavailableException if bubblewrap failed before it started the program
     */
    void requireStarted(int index, ProcessOutcome outcome);

    /** Records that no program was started. */
    void notStarted(RuntimeException failure);

    /** Releases the outputs. */
    @Override
    void close();
}
