package io.github.nixadhoc.internal.exec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The life cycle of one process as commons-exec runs it: connect the streams, watch the limits, await the end, finish and close
 * the streams.
 *
 * <p>The process has been started before: commons-exec would quote and trim arguments, rewrite the program's path, and start
 * neither pipelines nor redirections. One object serves one process, because the base class is not re-entrant.
 */
final class CommonsExecLifeCycle extends DefaultExecutor {

    /** Has no effect: {@link #launch} returns a process that runs. */
    private static final CommandLine STARTED_BEFORE = new CommandLine("started-before");

    private final Process process;

    /**
     * Creates the life cycle.
     *
     * @param process the process, which runs
     * @param streams what reads and writes its streams
     * @param watchdog what stops it when a time limit has passed
     */
    @SuppressWarnings("deprecation") // the constructor that takes a builder is closed to subclasses
    CommonsExecLifeCycle(Process process, ProcessStreams streams, DeadlineWatchdog watchdog) {
        this.process = process;
        setStreamHandler(streams);
        setWatchdog(watchdog);
        // every exit code is a result
        setExitValues(null);
        // without this each run looks whether the JVM's directory is still there
        setWorkingDirectory(null);
    }

    /**
     * Runs the life cycle on this thread, whose interrupt flag it clears. An interrupt ends the wait for the process.
     *
     * @throws IOException if it failed
     */
    void run() throws IOException {
        int unused = execute(STARTED_BEFORE);
    }

    @Override
    protected Process launch(
            CommandLine command, @Nullable Map<String, String> environment, @Nullable Path workingDirectory) {
        return process;
    }
}
