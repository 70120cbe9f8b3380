package io.github.nixadhoc.internal.exec;

import io.github.nixadhoc.exec.Output;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.model.CapturedOutput;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sinks of the two output streams of a process.
 *
 * @param stdout the sink of standard output; null if this JVM does not read it
 * @param stderr the sink of standard error; null if this JVM does not read it, or it is merged into standard output
 */
public record OutputSinks(
        @Nullable OutputSink stdout, @Nullable OutputSink stderr) {

    /**
     * Opens the sinks of a process.
     *
     * @throws IOException if a file for the output cannot be written
     */
    public static OutputSinks open(ProcessSpec spec) throws IOException {
        OutputSink stdout = open(spec.stdout(), spec.charset());
        try {
            return new OutputSinks(stdout, spec.mergeStderr() ? null : open(spec.stderr(), spec.charset()));
        } catch (IOException e) {
            close(stdout);
            throw e;
        }
    }

    private static @Nullable OutputSink open(Output output, Charset charset) throws IOException {
        return output instanceof Output.Capture capture ? OutputSink.open(capture, charset) : null;
    }

    /** Closes both sinks of a process that was not started. */
    void close() {
        close(stdout);
        close(stderr);
    }

    private static void close(@Nullable OutputSink sink) {
        if (sink != null) {
            sink.abandon();
        }
    }

    /** Returns the lines of standard output while it grows; see {@link LiveLines}. */
    public Stream<String> lines(Charset charset, BooleanSupplier ended) {
        if (stdout == null || !stdout.isKeeping()) {
            throw new IllegalStateException("the output is not kept, so there are no lines of it:"
                    + " leave out discardOutput() or inheritIO()");
        }
        return LiveLines.of(stdout, charset, ended);
    }

    /** Returns the kept part of standard output; empty if it is not captured. */
    public CapturedOutput capturedStdout() {
        return stdout == null ? CapturedOutput.empty() : stdout.captured();
    }

    /** Returns the kept part of standard error; empty if it is not captured. */
    public CapturedOutput capturedStderr() {
        return stderr == null ? CapturedOutput.empty() : stderr.captured();
    }
}
