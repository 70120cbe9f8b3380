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
 * Executor that tracks the threads on which consumers receive the lines of its processes. A process ends after its
 * consumers have returned, so a consumer must not wait for that end.
 *
 * <p>Thread-safe.
 */
final class ConsumerThreads implements CommandExecutor {

    private final CommandExecutor executor;
    private final Set<Thread> consumerThreads = ConcurrentHashMap.newKeySet();

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

    /** Returns whether the current thread runs a consumer. */
    boolean containsCurrentThread() {
        return consumerThreads.contains(Thread.currentThread());
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
            consumerThreads.add(Thread.currentThread());
            try {
                consumer.accept(line);
            } finally {
                consumerThreads.remove(Thread.currentThread());
            }
        };
    }
}
