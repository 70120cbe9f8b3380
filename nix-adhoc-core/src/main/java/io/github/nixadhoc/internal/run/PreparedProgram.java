package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.PhaseTimes;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.policy.PlannedChange;
import java.nio.file.Path;
import java.util.List;

/**
 * A program that is realised, allowed and confined, and can be started.
 *
 * @param request the request with the changes of the policy
 * @param words the words that start it
 * @param environment its environment
 * @param keepsFilesOut whether its streams must not be files of the host
 * @param file the executable in the store
 * @param storePaths the outputs of its packages
 * @param closureSize the size of these outputs with all that they depend on
 * @param times the durations of the stages so far
 * @param change the change that the policy asked for
 * @param auditId the number of the decision in the audit; empty without one
 */
record PreparedProgram(
        ProgramRequest request,
        List<String> words,
        ProcessEnvironment environment,
        boolean keepsFilesOut,
        Path file,
        List<StorePath> storePaths,
        ByteSize closureSize,
        PhaseTimes times,
        PlannedChange change,
        String auditId) {}
