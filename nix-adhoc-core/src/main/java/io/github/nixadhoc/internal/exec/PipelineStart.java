package io.github.nixadhoc.internal.exec;

import io.github.nixadhoc.exec.Output;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.ProcessStartException;
import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.exec.Stdin;
import java.io.IOException;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;

/**
 * The start of several processes that are connected by pipes of the operating system.
 *
 * <p>The JDK makes the pipes and closes its own ends. Where it cannot start one of the processes, it kills those before it but
 * not their children, and never closes one of its descriptors (seen on JDK 17 and 25). So all conditions that can be known are
 * checked before the first process starts.
 */
public final class PipelineStart {

    private final List<ProcessSpec> stages;
    private final List<OutputSinks> sinks = new ArrayList<>();
    private int at;

    /**
     * Creates the start of a pipeline.
     *
     * @param stages the specs of the processes, from the first to the last; at least one
     * @throws IllegalArgumentException if there are none
     */
    public PipelineStart(List<ProcessSpec> stages) {
        this.stages = inPipeline(stages);
    }

    /**
     * Returns the specs of a pipeline without what they say about the streams that are pipes in it.
     *
     * @param stages the specs of the processes, from the first to the last; at least one
     * @return the changed specs
     * @throws IllegalArgumentException if there are none
     */
    public static List<ProcessSpec> inPipeline(List<ProcessSpec> stages) {
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("a pipeline needs at least one stage");
        }
        List<ProcessSpec> specs = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            ProcessSpec spec = stages.get(i);
            ProcessSpec fed = i == 0 ? spec : spec.withStdin(Stdin.closed());
            specs.add(i == stages.size() - 1 ? fed : fed.withStdout(new Output.Discard()));
        }
        return List.copyOf(specs);
    }

    /**
     * Starts the processes.
     *
     * @return the processes, in order
     * @throws ProcessStartException if one of them cannot be started; none is left running then
     */
    public List<RunningProcess> start() {
        Instant startedAt = Instant.now();
        long startNanos = System.nanoTime();
        int announced = 0;
        List<Process> processes;
        try {
            while (announced < stages.size()) {
                LiveProcesses.OF_THIS_JVM.beginStart();
                announced++;
            }
            processes = launch();
        } catch (IOException e) {
            notStarted(announced);
            throw new StartFailure(stages.get(at), e).toException(at);
        } catch (RuntimeException | Error e) {
            notStarted(announced);
            throw e;
        }
        return SupervisedProcess.watchPipeline(stages, processes, sinks, startedAt, startNanos);
    }

    private List<Process> launch() throws IOException {
        List<ProcessBuilder> builders = new ArrayList<>();
        for (at = 0; at < stages.size(); at++) {
            StartPreconditions.check(stages.get(at));
            builders.add(new ProcessLauncher(stages.get(at)).builder(at > 0, at < stages.size() - 1));
        }
        for (at = 0; at < stages.size(); at++) {
            sinks.add(OutputSinks.open(stages.get(at)));
        }
        at = 0;
        return ProcessBuilder.startPipeline(new IndexRecorder(builders));
    }

    private void notStarted(int announced) {
        sinks.forEach(OutputSinks::close);
        for (int i = 0; i < announced; i++) {
            LiveProcesses.OF_THIS_JVM.notStarted();
        }
    }

    /** A list that records which process the JDK starts, because its exception does not say. */
    private final class IndexRecorder extends AbstractList<ProcessBuilder> {

        private final List<ProcessBuilder> builders;

        IndexRecorder(List<ProcessBuilder> builders) {
            this.builders = builders;
        }

        @Override
        public ProcessBuilder get(int index) {
            at = index;
            return builders.get(index);
        }

        @Override
        public int size() {
            return builders.size();
        }
    }
}
