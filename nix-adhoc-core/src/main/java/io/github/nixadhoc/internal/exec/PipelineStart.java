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
 * <p>The JDK creates the pipes and closes its own ends. If it cannot start one of the processes, it kills the earlier ones but
 * not their children, and leaks a file descriptor (observed on JDK 17 and 25). So all conditions that can be checked are
 * checked before the first process starts.
 */
public final class PipelineStart {

    private final List<ProcessSpec> stages;
    private final List<OutputSinks> sinks = new ArrayList<>();
    private final List<ProcessLauncher> launchers = new ArrayList<>();
    private final long failuresBefore = StartTurns.failures();
    private int currentStage;

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
     * Returns the specs of a pipeline without their settings for the streams that are pipes in it.
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
     * @throws ProcessStartException if one of them cannot be started, in which case none is left running
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
            try {
                processes = launch();
            } finally {
                launchers.forEach(ProcessLauncher::close);
            }
        } catch (IOException e) {
            notStarted(announced);
            throw new StartFailure(stages.get(currentStage), e).toException(currentStage);
        } catch (RuntimeException | Error e) {
            notStarted(announced);
            throw e;
        }
        List<Boolean> relayed =
                launchers.stream().map(ProcessLauncher::isRelayed).toList();
        return SupervisedProcess.watchPipeline(
                stages, processes, relayed, sinks, startedAt, startNanos, failuresBefore);
    }

    private List<Process> launch() throws IOException {
        List<ProcessBuilder> builders = new ArrayList<>();
        for (currentStage = 0; currentStage < stages.size(); currentStage++) {
            StartPreconditions.check(stages.get(currentStage));
            ProcessLauncher launcher = new ProcessLauncher(stages.get(currentStage));
            launchers.add(launcher);
            builders.add(launcher.builder(currentStage > 0, currentStage < stages.size() - 1));
        }
        for (currentStage = 0; currentStage < stages.size(); currentStage++) {
            sinks.add(OutputSinks.open(stages.get(currentStage)));
        }
        currentStage = 0;
        return StartTurns.take(() -> ProcessBuilder.startPipeline(new IndexRecorder(builders)));
    }

    private void notStarted(int announced) {
        sinks.forEach(OutputSinks::close);
        for (int i = 0; i < announced; i++) {
            LiveProcesses.OF_THIS_JVM.notStarted();
        }
    }

    /** A list that records which process the JDK is starting, because its exception does not contain that. */
    private final class IndexRecorder extends AbstractList<ProcessBuilder> {

        private final List<ProcessBuilder> builders;

        IndexRecorder(List<ProcessBuilder> builders) {
            this.builders = builders;
        }

        @Override
        public ProcessBuilder get(int index) {
            currentStage = index;
            return builders.get(index);
        }

        @Override
        public int size() {
            return builders.size();
        }
    }
}
