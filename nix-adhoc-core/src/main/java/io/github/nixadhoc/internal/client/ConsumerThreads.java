package io.github.nixadhoc.internal.client;

import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.Output;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.RunningProcess;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Knows the threads on which consumers are given the lines of the processes that are started here: a process has not ended
 * before these have returned, so on these nobody can wait for its end.
 *
 * <p>Thread-safe.
 */
final class ConsumerThreads implements CommandExecutor {

    private final CommandExecutor executor;
    private final Set<Thread> consuming = ConcurrentHashMap.newKeySet();

    ConsumerThreads(CommandExecutor executor) {
        this.executor = executor;
    }

    @Override
    public RunningProcess start(ProcessSpec spec) {
        return executor.start(tracked(spec));
    }

    @Override
    public List<RunningProcess> startPipeline(List<ProcessSpec> stages) {
        return executor.startPipeline(stages.stream().map(this::tracked).toList());
    }

    /** Returns whether this thread is inside of a consumer. */
    boolean containsCurrentThread() {
        return consuming.contains(Thread.currentThread());
    }

    private ProcessSpec tracked(ProcessSpec spec) {
        return spec.withStdout(tracked(spec.stdout())).withStderr(tracked(spec.stderr()));
    }

    private Output tracked(Output output) {
        if (!(output instanceof Output.Capture capture)
                || capture.lineConsumers().isEmpty()) {
            return output;
        }
        return new Output.Capture(
                capture.maxBytes(),
                capture.overflow(),
                capture.spillTo(),
                capture.lineConsumers().stream().map(this::tracked).toList(),
                capture.copyTo());
    }

    private Consumer<? super String> tracked(Consumer<? super String> consumer) {
        return line -> {
            consuming.add(Thread.currentThread());
            try {
                consumer.accept(line);
            } finally {
                consuming.remove(Thread.currentThread());
            }
        };
    }
}
