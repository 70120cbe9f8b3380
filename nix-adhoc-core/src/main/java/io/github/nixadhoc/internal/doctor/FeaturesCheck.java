package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.model.Finding;
import java.util.List;
import java.util.Set;

/**
 * Checks whether the user's own {@code nix} has the experimental features for the commands that this library prints.
 * The library itself enables them for each call.
 */
final class FeaturesCheck extends Check {

    private static final Set<String> NEEDED = Set.of("nix-command", "flakes");

    FeaturesCheck() {
        super("features");
    }

    @Override
    List<Finding> examine(ExaminedSystem system) throws InterruptedException {
        if (system.installation().isEmpty()) {
            return List.of();
        }
        return NixConfFiles.features(system).containsAll(NEEDED)
                ? ok("nix-command and flakes are on", "nix.conf, NIX_CONFIG")
                : note(
                        "flakes are on for this library only, not for nix at a prompt",
                        "nix.conf, NIX_CONFIG",
                        "add to nix.conf: extra-experimental-features = nix-command flakes");
    }
}
