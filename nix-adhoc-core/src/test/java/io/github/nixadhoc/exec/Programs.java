package io.github.nixadhoc.exec;

import io.github.nixadhoc.exec.commons.CommonsExecExecutor;
import io.github.nixadhoc.model.Overflow;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Short ways to run real programs through the executor under test. */
public final class Programs {

    private Programs() {}

    public static RunningProcess start(ProcessSpec spec) {
        return CommonsExecExecutor.create().start(spec);
    }

    public static ProcessOutcome run(ProcessSpec spec) {
        return start(spec).await();
    }

    public static ProcessOutcome run(String... command) {
        return run(ProcessSpec.of(command));
    }

    public static ProcessSpec sh(String script, String... arguments) {
        return ProcessSpec.of(Stream.concat(Stream.of("sh", "-c", script, "sh"), Stream.of(arguments))
                .toList());
    }

    public static TimeLimits within(Duration timeout, Duration gracePeriod) {
        return new TimeLimits(timeout, null, gracePeriod);
    }

    public static Output.Capture linesTo(Consumer<? super String> consumer) {
        return new Output.Capture(Output.DEFAULT_MAX_BYTES, Overflow.KEEP_HEAD_AND_TAIL, null, List.of(consumer));
    }

    public static Output.Capture keeping(long maxBytes, Overflow overflow) {
        return new Output.Capture(maxBytes, overflow, null, List.of());
    }
}
