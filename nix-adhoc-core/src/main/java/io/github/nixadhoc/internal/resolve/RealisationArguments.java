package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.model.StorePath;
import java.util.List;
import java.util.stream.Collectors;

/** Writes outputs as {@code nix-store --realise} takes them, in all versions: {@code x.drv!out,dev}. */
final class RealisationArguments {

    private RealisationArguments() {}

    static String of(StorePath derivation, List<ResolvedOutput> outputs) {
        return outputs.stream().map(ResolvedOutput::name).collect(Collectors.joining(",", derivation + "!", ""));
    }
}
