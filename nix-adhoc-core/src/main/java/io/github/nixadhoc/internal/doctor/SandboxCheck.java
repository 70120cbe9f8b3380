package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.model.Finding;
import java.util.List;
import java.util.Optional;

/** Checks whether builds run in a sandbox. */
final class SandboxCheck extends Check {

    private static final String EVIDENCE = "the setting sandbox";

    SandboxCheck() {
        super("sandbox");
    }

    @Override
    List<Finding> examine(ExaminedSystem system) throws InterruptedException {
        Optional<String> setting = system.configuration().flatMap(configuration -> configuration.text("sandbox"));
        if (setting.isEmpty()) {
            return List.of();
        }
        return switch (setting.get()) {
            case "true" -> ok("on", EVIDENCE);
            case "relaxed" -> ok("on, but for builds that ask to be outside", EVIDENCE);
            // The sandbox is off by default on other systems, because too many packages fail in it.
            default ->
                system.host().isLinux()
                        ? warning(
                                "off: builds see the files and the network of this machine",
                                EVIDENCE,
                                "set in nix.conf: sandbox = true")
                        : note("off, as by default on this system", EVIDENCE, "set in nix.conf: sandbox = relaxed");
        };
    }
}
