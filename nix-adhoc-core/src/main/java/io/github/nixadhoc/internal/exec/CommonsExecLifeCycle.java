package io.github.nixadhoc.internal.exec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The life cycle of one process, run by commons-exec: it connects the streams, watches the limits, waits for the end, and
 * closes the streams.
 *
 * <p>The process is started by {@link ProcessLauncher}, because commons-exec would quote and trim arguments and rewrite the
 * program's path, and supports neither pipelines nor redirections. One object serves one process, because the base class is
 * not re-entrant.
 */
final class CommonsExecLifeCycle extends DefaultExecutor {

    /** A command line without effect: {@link #launch} returns a process that already runs. */
    private static final CommandLine STARTED_BEFORE = new CommandLine("started-before");

    private final Process process;

    /**
     * Creates the life cycle.
     *
     * @param process the running process
     * @param streams the handler of its streams
     * @param watchdog the watchdog that stops it when a time limit has passed
     */
    @SuppressWarnings("deprecation") // the constructor that takes a builder is closed to subclasses
    CommonsExecLifeCycle(Process process, ProcessStreams streams, DeadlineWatchdog watchdog) {
        this.process = process;
        setStreamHandler(streams);
        setWatchdog(watchdog);
        // no exit code is a failure
        setExitValues(null);
        // otherwise commons-exec would check for each process that the JVM's directory still exists
        setWorkingDirectory(null);
    }

    /**
     * Runs the life cycle on this thread and clears its interrupt flag. An interrupt ends the wait for the process.
     *
     * @throws IOException if the life cycle failed
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
