package io.github.nixadhoc.internal.store;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.UnexpectedOutputException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixInstallation;
import io.github.nixadhoc.internal.nix.NixOutput;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Asks Nix for JSON; an answer that is not understood is told with the command that gave it. */
public final class NixJson {

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
        return nix.run(call, deadline);
    }

    /** Calls Nix for what it does, not for what it prints. */
    public void order(NixCall call, Deadline deadline) {
        NixOutput unused = nix.run(call, deadline);
    }

    public <T> T ask(NixCall call, Deadline deadline, Function<JsonValue, T> reader) {
        return read(call, nix.run(call, deadline), reader);
    }

    public <T> T read(NixCall call, NixOutput output, Function<JsonValue, T> reader) {
        return told(call, output, () -> reader.apply(JsonValue.parse(output.stdout())));
    }

    /** Reads the answer of a call that answers in its log. */
    public <T> T readLog(NixCall call, NixOutput output, Function<List<String>, T> reader) {
        return told(call, output, () -> reader.apply(output.log()));
    }

    /** Reads what a call has answered elsewhere. */
    public <T> T told(NixCall call, NixOutput output, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (UnexpectedOutputException e) {
            throw new UnexpectedOutputException(
                    Failure.of(e.shortMessage(), nix.toCommandLine(call), call.phase(), output.log(), e.hint()));
        }
    }
}
