package io.github.nixadhoc.exec.commons;

import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.internal.exec.PipelineStart;
import io.github.nixadhoc.internal.exec.SupervisedProcess;
import java.util.List;
import java.util.Objects;

/**
 * The default executor, which runs real processes of the operating system.
 *
 * <p>It has no state and need not be closed. The following holds for any program:
 *
 * <ul>
 *   <li>Arguments and environment arrive byte for byte as UTF-8, whatever the locale of the JVM. No shell interprets them.
 *   <li>Nothing is inherited unless asked for; input is closed by default.
 *   <li>Both output streams are read all the time, within bounded memory, by daemon threads.
 *   <li>The call ends at the latest when the time limit, the grace period and some hundred milliseconds have passed, even
 *       if a descendant escapes and keeps the output open.
 *   <li>A stop reaches all descendants, SIGTERM first and SIGKILL after the grace period.
 *   <li>The end of the JVM stops the processes that still run, also when SIGTERM ends it.
 * </ul>
 *
 * <p>If the locale of the JVM cannot encode the text, as the locale {@code C} cannot encode an umlaut, a shell produces the
 * bytes and then replaces itself with the program. Only then, a program that is found but cannot be executed ends with exit
 * code 126 or 127 in place of a failed start.
 *
 * <p>When a process has ended by itself, its background processes keep running.
 *
 * <p>Thread-safe.
 *
 * @since 0.1
 */
public final class CommonsExecExecutor implements CommandExecutor {

    private static final CommonsExecExecutor INSTANCE = new CommonsExecExecutor();

    private CommonsExecExecutor() {}

    /**
     * Returns the executor.
     *
     * @return the executor, which all callers may share
     */
    public static CommonsExecExecutor create() {
        return INSTANCE;
    }

    @Override
    public RunningProcess start(ProcessSpec spec) {
        return SupervisedProcess.start(Objects.requireNonNull(spec, "spec"));
    }

    @Override
    public List<RunningProcess> startPipeline(List<ProcessSpec> stages) {
        return new PipelineStart(stages).start();
    }
}
