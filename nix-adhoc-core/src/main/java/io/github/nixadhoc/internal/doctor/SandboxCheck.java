package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.model.Finding;
import java.util.List;
import java.util.Optional;

/** Are builds kept from what they do not declare? */
final class SandboxCheck implements Check {

    private static final String EVIDENCE = "the setting sandbox";

    @Override
    public String name() {
        return "sandbox";
    }

    @Override
    public List<Finding> examine(ExaminedSystem patient) throws InterruptedException {
        Optional<String> setting = patient.configuration().flatMap(configuration -> configuration.text("sandbox"));
        if (setting.isEmpty()) {
            return List.of();
        }
        return switch (setting.get()) {
            case "true" -> ok("on", EVIDENCE);
            case "relaxed" -> ok("on, but for builds that ask to be outside", EVIDENCE);
            // Elsewhere it is off by default, since too many packages fail in it.
            default ->
                patient.host().isLinux()
                        ? warning(
                                "off: builds see the files and the network of this machine",
                                EVIDENCE,
                                "set in nix.conf: sandbox = true")
                        : note("off, as by default on this system", EVIDENCE, "set in nix.conf: sandbox = relaxed");
        };
    }
}
