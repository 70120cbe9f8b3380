package io.github.nixadhoc.internal.session;

import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.RunningProcess;
import java.util.List;

/** Writes down each process that is started, so that it can be ended when the JVM no longer can. */
public record NotedProcesses(CommandExecutor executor, Journal journal) implements CommandExecutor {

    @Override
    public RunningProcess start(ProcessSpec spec) {
        return noted(List.of(executor.start(spec))).get(0);
    }

    @Override
    public List<RunningProcess> startPipeline(List<ProcessSpec> stages) {
        return noted(executor.startPipeline(stages));
    }

    private List<RunningProcess> noted(List<RunningProcess> processes) {
        try {
            processes.forEach(process -> journal.process(process.pid()));
            return processes;
        } catch (StoreUnavailableException e) {
            // What is not written down is not to go on.
            processes.forEach(RunningProcess::cancel);
            throw e;
        }
    }
}
