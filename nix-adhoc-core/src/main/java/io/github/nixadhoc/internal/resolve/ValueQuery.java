package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.store.NixJson;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.NixValue;
import io.github.nixadhoc.model.Phase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Queries for values of flakes, expressions and files. */
public final class ValueQuery {

    private final NixJson nix;

    /**
     * Creates a query.
     *
     * @param nix the Nix that evaluates
     */
    public ValueQuery(NixCli nix) {
        this.nix = new NixJson(nix);
    }

    /**
     * Evaluates an attribute of a flake.
     *
     * @param installable the attribute, with its flake reference
     * @param function the function of the Nix language that is applied to it; null for none
     * @param directory the directory of a relative flake reference; null for that of the JVM
     */
    public NixValue evaluate(
            Installable installable, @Nullable String function, @Nullable Path directory, Deadline deadline) {
        NixCall call = new NixCall("nix", arguments(installable, function), Phase.RESOLVE, directory);
        return nix.ask(call, deadline, JsonValue::toNixValue);
    }

    /** Returns the arguments of {@code nix} for an evaluation. */
    public static List<String> arguments(Installable installable, @Nullable String function) {
        List<String> arguments = new ArrayList<>(List.of("eval", "--json"));
        arguments.addAll(InstallableWords.options(installable));
        arguments.add(InstallableWords.selected(installable));
        if (function != null) {
            arguments.addAll(List.of("--apply", function));
        }
        return arguments;
    }
}
