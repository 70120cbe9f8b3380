package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.model.Finding;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks whether Nix understands its settings. */
final class SettingsCheck extends Check {

    /**
     * From Nix 2.10 on, a setting of an experimental feature takes effect only in a file that enables the feature too.
     */
    private static final Pattern COMPLAINT = Pattern.compile("(?i)(warning: )?(unknown setting|ignoring setting) .*");

    SettingsCheck() {
        super("settings");
    }

    @Override
    List<Finding> examine(ExaminedSystem system) throws InterruptedException {
        if (system.installation().isEmpty()) {
            return List.of();
        }
        Optional<NixException> failure = system.nix().configuration().failure();
        if (failure.isPresent()) {
            return error(
                    "cannot be read: " + failure.get().shortMessage(),
                    failure.get().command(),
                    "mend nix.conf, or the variable NIX_CONFIG");
        }
        List<String> complaints = system.configuration().orElseThrow().log().stream()
                .filter(line -> COMPLAINT.matcher(line).matches())
                .distinct()
                .toList();
        return complaints.isEmpty()
                ? ok("understood", "nix config show")
                : warning(
                        String.join("; ", complaints),
                        "nix config show",
                        "remove it from nix.conf, or enable the experimental feature that it names there");
    }
}
