package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.model.Phase;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of Nix, without the flags that every call gets.
 *
 * @param tool {@code nix}, or one of the older programs beside it such as {@code nix-store}
 * @param arguments the sub-command and its arguments
 * @param phase the step of a run that the call belongs to
 * @param directory where relative flake references start from; null for the JVM's directory
 */
public record NixCall(
        String tool,
        List<String> arguments,
        Phase phase,
        @Nullable Path directory) {

    public NixCall {
        arguments = List.copyOf(arguments);
    }

    public static NixCall nix(Phase phase, List<String> arguments) {
        return new NixCall("nix", arguments, phase, null);
    }
}
