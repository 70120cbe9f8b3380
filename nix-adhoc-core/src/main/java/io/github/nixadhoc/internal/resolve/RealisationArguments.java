package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.model.StorePath;
import java.util.List;
import java.util.stream.Collectors;

/** The form of outputs that {@code nix-store --realise} accepts in all versions: {@code x.drv!out,dev}. */
final class RealisationArguments {

    private RealisationArguments() {}

    static String of(StorePath derivation, List<ResolvedOutput> outputs) {
        return outputs.stream().map(ResolvedOutput::name).collect(Collectors.joining(",", derivation + "!", ""));
    }
}
