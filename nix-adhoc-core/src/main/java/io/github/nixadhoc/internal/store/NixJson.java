package io.github.nixadhoc.internal.store;

import io.github.nixadhoc.error.EvaluationException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.error.UnexpectedOutputException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixInstallation;
import io.github.nixadhoc.internal.nix.NixOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs Nix and reads its JSON. The exception for output that cannot be read names the command that printed it. */
public final class NixJson {

    private static final Pattern UNMATCHED_INPUT =
            Pattern.compile("the flag '--override-input (\\S+) .*' does not match any input");

    private final NixCli nix;

    public NixJson(NixCli nix) {
        this.nix = nix;
    }

    public NixInstallation installation(Deadline deadline) {
        return nix.installation(deadline);
    }

    public String toCommandLine(NixCall call) {
        return nix.toCommandLine(call);
    }

    public NixOutput run(NixCall call, Deadline deadline) {
        NixOutput output = nix.run(call, deadline);
        if (call.arguments().contains("--override-input")) {
            requireInputs(call, output);
        }
        return output;
    }

    /** Nix only warns about an input that a flake does not have, and evaluates the flake with its own. */
    private void requireInputs(NixCall call, NixOutput output) {
        for (String line : output.log()) {
            Matcher unmatched = UNMATCHED_INPUT.matcher(line);
            if (unmatched.find()) {
                throw new EvaluationException(Failure.of(
                        "the flake has no input " + unmatched.group(1) + ", in whose place another was to be",
                        nix.toCommandLine(call),
                        call.phase(),
                        output.log(),
                        "nix flake metadata lists the inputs of a flake"));
            }
        }
    }

    /** Runs a call and ignores its output. */
    public void execute(NixCall call, Deadline deadline) {
        NixOutput unused = nix.run(call, deadline);
    }

    public <T> T ask(NixCall call, Deadline deadline, Function<JsonValue, T> reader) {
        return read(call, run(call, deadline), reader);
    }

    public <T> T read(NixCall call, NixOutput output, Function<JsonValue, T> reader) {
        return decode(call, output, () -> reader.apply(JsonValue.parse(output.stdout())));
    }

    /** Reads the log of a call that prints its answer there. */
    public <T> T readLog(NixCall call, NixOutput output, Function<List<String>, T> reader) {
        return decode(call, output, () -> reader.apply(output.log()));
    }

    /** A reader of an answer that is too large for the memory. */
    public interface StreamReader<T> {

        /** Reads the answer, which the caller closes. */
        T read(InputStream answer) throws IOException;
    }

    /**
     * Runs a call and reads its answer from a temporary file, because it is too large for the memory.
     *
     * @param call the call
     * @param topic a word for the name of the file
     * @param deadline when to give up
     * @param reader the reader of the answer
     * @throws StoreUnavailableException if the file cannot be written or read
     */
    public <T> T askForFile(NixCall call, String topic, Deadline deadline, StreamReader<T> reader) {
        try {
            Path file = Files.createTempFile("nix-adhoc-" + topic + "-", ".txt");
            try {
                NixOutput output = nix.run(call.answeringInFile(file), deadline);
                return decode(call, output, () -> read(file, reader));
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            StoreUnavailableException failure = new StoreUnavailableException(Failure.of(
                    "Nix's answer could not be kept in a temporary file: " + e, "make room in java.io.tmpdir"));
            failure.initCause(e);
            throw failure;
        }
    }

    private static <T> T read(Path file, StreamReader<T> reader) {
        try (InputStream answer = Files.newInputStream(file)) {
            return reader.read(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the answer of a call in another way, and adds the command to the exception if that fails. */
    public <T> T decode(NixCall call, NixOutput output, Supplier<T> decoder) {
        try {
            return decoder.get();
        } catch (UnexpectedOutputException e) {
            throw new UnexpectedOutputException(
                    Failure.of(e.shortMessage(), nix.toCommandLine(call), call.phase(), output.log(), e.hint()));
        }
    }
}
