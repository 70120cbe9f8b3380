package io.github.nixadhoc.exec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The life of one process in the hands of commons-exec: streams connected, end awaited, streams released.
 *
 * <p>It gets the process started: commons-exec would quote and trim arguments, rewrite the program's path, and keep the
 * process to itself. It has no watchdog and no opinion on exit codes, see {@link Deadline} and {@link Stop}. One object
 * serves one process, as the base class is not re-entrant.
 */
final class CommonsExecLifeCycle extends DefaultExecutor {

    private static final CommandLine LAUNCHED_ALREADY = new CommandLine("launched");

    private final Process process;

    @SuppressWarnings("deprecation") // the constructor that takes a builder is closed to subclasses
    CommonsExecLifeCycle(Process process, ProcessStreams streams) {
        this.process = process;
        setStreamHandler(streams);
        setExitValues(null);
        // or each run would look whether the JVM's directory is still there
        setWorkingDirectory(null);
    }

    /**
     * Waits for the end on this thread, whose interrupt flag it clears.
     *
     * @return the exit code
     * @throws IOException if reading the output was interrupted
     */
    int await() throws IOException {
        return execute(LAUNCHED_ALREADY);
    }

    @Override
    protected Process launch(
            CommandLine command, @Nullable Map<String, String> environment, @Nullable Path workingDirectory) {
        return process;
    }
}
