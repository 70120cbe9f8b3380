package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.exec.Output;
import io.github.nixadhoc.model.Overflow;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Options for the two output streams of a program.
 *
 * @param kind the handling of both streams
 * @param maxBytes the number of bytes that are kept of each
 * @param overflow the handling of more bytes
 * @param merged whether stderr is the same stream as stdout
 * @param charset decodes the output
 * @param stdoutTargets the targets of stdout while the program runs
 * @param stderrTargets the targets of stderr while the program runs
 */
public record OutputOptions(
        Kind kind,
        long maxBytes,
        Overflow overflow,
        boolean merged,
        Charset charset,
        OutputTargets stdoutTargets,
        OutputTargets stderrTargets) {

    static final OutputOptions DEFAULT = new OutputOptions(
            Kind.CAPTURED,
            Output.DEFAULT_MAX_BYTES,
            Overflow.KEEP_HEAD_AND_TAIL,
            false,
            StandardCharsets.UTF_8,
            OutputTargets.NONE,
            OutputTargets.NONE);

    public OutputOptions withKind(Kind changed) {
        return new OutputOptions(changed, maxBytes, overflow, merged, charset, stdoutTargets, stderrTargets);
    }

    OutputOptions withLimit(long bytes) {
        return withLimit(bytes, overflow);
    }

    public OutputOptions withLimit(long bytes, Overflow changed) {
        long checked = new Output.Capture(bytes, changed, null, List.of()).maxBytes();
        return new OutputOptions(kind, checked, changed, merged, charset, stdoutTargets, stderrTargets);
    }

    public OutputOptions withMerged() {
        return new OutputOptions(kind, maxBytes, overflow, true, charset, stdoutTargets, stderrTargets);
    }

    public OutputOptions withCharset(Charset changed) {
        return new OutputOptions(kind, maxBytes, overflow, merged, changed, stdoutTargets, stderrTargets);
    }

    public OutputOptions withSpill(Path file) {
        return withTargets(stdoutTargets.withFile(file), stderrTargets);
    }

    public OutputOptions withStdoutCopy(OutputStream copy) {
        return withTargets(stdoutTargets.withCopy(copy), stderrTargets);
    }

    public OutputOptions withStderrCopy(OutputStream copy) {
        return withTargets(stdoutTargets, stderrTargets.withCopy(copy));
    }

    public OutputOptions plusStdoutConsumer(Consumer<? super String> consumer) {
        return withTargets(stdoutTargets.plus(consumer), stderrTargets);
    }

    public OutputOptions plusStderrConsumer(Consumer<? super String> consumer) {
        return withTargets(stdoutTargets, stderrTargets.plus(consumer));
    }

    /** Returns these options without those for stdout. */
    public OutputOptions withoutStdout() {
        return withKind(Kind.CAPTURED).withTargets(OutputTargets.NONE, stderrTargets);
    }

    private OutputOptions withTargets(OutputTargets stdout, OutputTargets stderr) {
        return new OutputOptions(kind, maxBytes, overflow, merged, charset, stdout, stderr);
    }

    /** Returns whether the output is handled in any way other than being kept. */
    boolean isHandled() {
        return merged || kind == Kind.DISCARDED || hasTargets();
    }

    boolean isPlain() {
        return kind == Kind.CAPTURED && !hasTargets();
    }

    private boolean hasTargets() {
        return !stdoutTargets.isNone() || !stderrTargets.isNone();
    }

    /** Refuses consumers and files that would never receive anything. */
    void requireConsistent() {
        if (kind == Kind.INHERITED && hasTargets()) {
            throw new IllegalStateException("with inheritIO() the output does not pass through the JVM: leave out"
                    + " onStdout(…), onStderr(…), stdoutTo(…), stderrTo(…), spillTo(…) and lines()");
        }
        if (merged && !stderrTargets.consumers().isEmpty()) {
            throw new IllegalStateException(
                    "with mergeStderr() the lines of stderr come to onStdout(…): leave out onStderr(…)");
        }
        if (merged && stderrTargets.copy() != null) {
            throw new IllegalStateException(
                    "with mergeStderr() what goes to stderr comes to stdoutTo(…): leave out stderrTo(…)");
        }
    }

    public void requireKept() {
        if (kind != Kind.CAPTURED) {
            throw new IllegalStateException("there is no text to return: leave out " + kind.method);
        }
    }

    /** Returns the method that directs stdout elsewhere than into memory; null for none. */
    @Nullable
    public String stdoutMethod() {
        return kind == Kind.CAPTURED ? stdoutTargets.stdoutMethod() : kind.method;
    }

    Output stdout() {
        return output(stdoutTargets);
    }

    Output stderr() {
        return output(stderrTargets);
    }

    private Output output(OutputTargets targets) {
        return switch (kind) {
            case CAPTURED ->
                new Output.Capture(maxBytes, overflow, targets.file(), targets.consumers(), targets.copy());
            case INHERITED -> new Output.Inherit();
            case DISCARDED ->
                targets.isNone()
                        ? new Output.Discard()
                        : new Output.Capture(
                                0, Overflow.KEEP_TAIL, targets.file(), targets.consumers(), targets.copy());
        };
    }

    /** The handling of output. */
    public enum Kind {
        CAPTURED(null),
        DISCARDED("discardOutput()"),
        INHERITED("inheritIO()");

        private final @Nullable String method;

        Kind(@Nullable String method) {
            this.method = method;
        }
    }
}
