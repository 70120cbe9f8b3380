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
 * What happens to the two streams that a program prints to.
 *
 * @param maxBytes how much of each is kept
 * @param merged whether stderr goes where stdout does
 */
public record OutputOptions(
        Kind kind,
        long maxBytes,
        Overflow overflow,
        boolean merged,
        Charset charset,
        OutputTargets stdoutTap,
        OutputTargets stderrTap) {

    static final OutputOptions DEFAULT = new OutputOptions(
            Kind.CAPTURED,
            Output.DEFAULT_MAX_BYTES,
            Overflow.KEEP_HEAD_AND_TAIL,
            false,
            StandardCharsets.UTF_8,
            OutputTargets.NONE,
            OutputTargets.NONE);

    public OutputOptions withKind(Kind changed) {
        return new OutputOptions(changed, maxBytes, overflow, merged, charset, stdoutTap, stderrTap);
    }

    OutputOptions withLimit(long bytes) {
        return withLimit(bytes, overflow);
    }

    public OutputOptions withLimit(long bytes, Overflow changed) {
        long checked = new Output.Capture(bytes, changed, null, List.of()).maxBytes();
        return new OutputOptions(kind, checked, changed, merged, charset, stdoutTap, stderrTap);
    }

    public OutputOptions withMerged() {
        return new OutputOptions(kind, maxBytes, overflow, true, charset, stdoutTap, stderrTap);
    }

    public OutputOptions withCharset(Charset changed) {
        return new OutputOptions(kind, maxBytes, overflow, merged, changed, stdoutTap, stderrTap);
    }

    public OutputOptions withSpill(Path file) {
        return withTaps(stdoutTap.withFile(file), stderrTap);
    }

    public OutputOptions withStdoutCopy(OutputStream copy) {
        return withTaps(stdoutTap.withCopy(copy), stderrTap);
    }

    public OutputOptions withStderrCopy(OutputStream copy) {
        return withTaps(stdoutTap, stderrTap.withCopy(copy));
    }

    public OutputOptions plusStdoutConsumer(Consumer<? super String> consumer) {
        return withTaps(stdoutTap.plus(consumer), stderrTap);
    }

    public OutputOptions plusStderrConsumer(Consumer<? super String> consumer) {
        return withTaps(stdoutTap, stderrTap.plus(consumer));
    }

    /** Returns the same for a program whose stdout is left alone. */
    public OutputOptions withoutStdout() {
        return withKind(Kind.CAPTURED).withTaps(OutputTargets.NONE, stderrTap);
    }

    private OutputOptions withTaps(OutputTargets stdout, OutputTargets stderr) {
        return new OutputOptions(kind, maxBytes, overflow, merged, charset, stdout, stderr);
    }

    /** Returns whether anything is to be done with what the program prints, apart from keeping it. */
    boolean isHandled() {
        return merged || kind == Kind.DISCARDED || isTapped();
    }

    boolean isPlain() {
        return kind == Kind.CAPTURED && !isTapped();
    }

    private boolean isTapped() {
        return !stdoutTap.isNone() || !stderrTap.isNone();
    }

    /** Refuses consumers and files that would never see anything. */
    void requireConsistent() {
        if (kind == Kind.INHERITED && isTapped()) {
            throw new IllegalStateException("with inheritIO() the output does not pass through the JVM: leave out"
                    + " onStdout(…), onStderr(…), stdoutTo(…), stderrTo(…), spillTo(…) and lines()");
        }
        if (merged && !stderrTap.consumers().isEmpty()) {
            throw new IllegalStateException(
                    "with mergeStderr() the lines of stderr come to onStdout(…): leave out onStderr(…)");
        }
        if (merged && stderrTap.copy() != null) {
            throw new IllegalStateException(
                    "with mergeStderr() what goes to stderr comes to stdoutTo(…): leave out stderrTo(…)");
        }
    }

    public void requireKept() {
        if (kind != Kind.CAPTURED) {
            throw new IllegalStateException("there is no text to return: leave out " + kind.method);
        }
    }

    /** Returns the method that made stdout go elsewhere than into memory; null if none did. */
    @Nullable
    public String stdoutMethod() {
        return kind == Kind.CAPTURED ? stdoutTap.stdoutMethod() : kind.method;
    }

    Output stdout() {
        return output(stdoutTap);
    }

    Output stderr() {
        return output(stderrTap);
    }

    private Output output(OutputTargets tap) {
        return switch (kind) {
            case CAPTURED -> new Output.Capture(maxBytes, overflow, tap.file(), tap.consumers(), tap.copy());
            case INHERITED -> new Output.Inherit();
            case DISCARDED ->
                tap.isNone()
                        ? new Output.Discard()
                        : new Output.Capture(0, Overflow.KEEP_TAIL, tap.file(), tap.consumers(), tap.copy());
        };
    }

    /** Where what a program prints ends up. */
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
