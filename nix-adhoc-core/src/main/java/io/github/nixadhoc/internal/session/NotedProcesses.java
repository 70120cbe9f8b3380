package io.github.nixadhoc.internal.session;

import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.RunningProcess;
import java.util.List;

/**
 * An executor that records each started process in a journal, so that a later session can end it if this JVM is killed.
 */
public record NotedProcesses(CommandExecutor executor, Journal journal) implements CommandExecutor {

    @Override
    public RunningProcess start(ProcessSpec spec) {
        return recordAll(List.of(executor.start(spec))).get(0);
    }

    @Override
    public List<RunningProcess> startPipeline(List<ProcessSpec> stages) {
        return recordAll(executor.startPipeline(stages));
    }

    private List<RunningProcess> recordAll(List<RunningProcess> processes) {
        try {
            processes.forEach(process -> journal.process(process.pid()));
            return processes;
        } catch (StoreUnavailableException e) {
            // A process that is not recorded could outlive the session.
            processes.forEach(RunningProcess::cancel);
            throw e;
        }
    }
}
