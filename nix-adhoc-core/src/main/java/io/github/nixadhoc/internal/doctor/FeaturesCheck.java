package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.model.Finding;
import java.util.List;
import java.util.Set;

/** Does a user's own {@code nix} know the commands that this library shows? It switches them on for itself. */
final class FeaturesCheck implements Check {

    private static final Set<String> NEEDED = Set.of("nix-command", "flakes");

    @Override
    public String name() {
        return "features";
    }

    @Override
    public List<Finding> examine(ExaminedSystem patient) throws InterruptedException {
        if (patient.installation().isEmpty()) {
            return List.of();
        }
        return NixConfFiles.features(patient).containsAll(NEEDED)
                ? ok("nix-command and flakes are on", "nix.conf, NIX_CONFIG")
                : note(
                        "flakes are on for this library only, not for nix at a prompt",
                        "nix.conf, NIX_CONFIG",
                        "add to nix.conf: extra-experimental-features = nix-command flakes");
    }
}
