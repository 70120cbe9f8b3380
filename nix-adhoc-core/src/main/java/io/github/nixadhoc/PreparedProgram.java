package io.github.nixadhoc;

import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.internal.resolve.StorePins;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.PhaseTimes;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.policy.PlannedChange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A program that is in the store and allowed to run.
 *
 * @param command the words to start it with
 * @param environment the environment that it sees
 * @param program the executable in the store
 * @param storePaths the outputs that it comes from
 * @param pins what keeps these outputs in the store; whoever has the program closes them
 * @param presence tells whether the program is still there
 * @param beginning throws if what has ended has not come so far as to start the program
 * @param whenStarted what is to be done as soon as the program runs
 * @param closureSize what these outputs occupy
 * @param resolve how long the evaluation took
 * @param review how long the policy took
 * @param realise how long downloads, builds and sizes took
 * @param change what the policy wanted changed
 * @param auditId the number of the decision in the audit; empty without one
 */
record PreparedProgram(
        List<String> command,
        ProcessEnvironment environment,
        Path program,
        List<StorePath> storePaths,
        StorePins pins,
        BooleanSupplier presence,
        Consumer<ProcessOutcome> beginning,
        Runnable whenStarted,
        ByteSize closureSize,
        Duration resolve,
        Duration review,
        Duration realise,
        PlannedChange change,
        String auditId) {

    /** Returns whether the program is still in the store. */
    boolean isThere() {
        return presence.getAsBoolean();
    }

    RunResult result(ProcessOutcome outcome, String line) {
        PhaseTimes times = new PhaseTimes(resolve, review, realise, outcome.duration());
        return RunResult.builder()
                .outcome(outcome)
                .program(program)
                .storePaths(storePaths)
                .closureSize(closureSize)
                .times(times)
                .command(line)
                .build();
    }
}
