package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.exec.ProcessOutcome;
import java.util.List;

/**
 * The stages of one run before its programs start, in the order in which they are declared, each for all programs of a
 * pipeline before the next. It holds the outputs in the store until it is closed.
 *
 * <p>Used by one thread at a time.
 */
interface RunStages extends AutoCloseable {

    /**
     * Asks the policy whether Nix may look at the packages, and makes sure that programs can be confined.
     *
     * @throws io.github.nixadhoc.error.NixException if not
     */
    void admit();

    /**
     * Finds out which outputs the packages are, from memory or from Nix.
     *
     * @throws io.github.nixadhoc.error.NixException if Nix fails
     */
    void resolve();

    /**
     * Shows the policy what is about to be downloaded, built and run.
     *
     * @return false if the policy has changed a command, which has to be resolved anew
     * @throws io.github.nixadhoc.error.NixException if the policy denies
     */
    boolean review();

    /**
     * Downloads and builds what is missing, and shows the policy what was not known before.
     *
     * @return false if the policy has changed a command, which has to be resolved anew
     * @throws io.github.nixadhoc.error.NixException if Nix fails, or the policy denies
     */
    boolean realise();

    /**
     * Returns the programs, confined where the client says so, in order.
     *
     * @throws io.github.nixadhoc.error.NixException if one cannot be confined
     */
    List<PreparedProgram> confine();

    /** Remembers, now that the programs run, where they were found. */
    void started();

    /** Returns whether the programs are still in the store. */
    boolean arePresent();

    /**
     * Insists that a program which has ended was really started.
     *
     * @throws io.github.nixadhoc.error.ConfinementUnavailableException if what confines it has failed in its place
     */
    void requireStarted(int stage, ProcessOutcome outcome);

    /** Records that none of the programs was started. */
    void notStarted(RuntimeException failure);

    /** Releases the outputs. */
    @Override
    void close();
}
