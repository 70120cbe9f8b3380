package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.exec.ProcessEnvironment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The environment of Nix: that of the client with its access tokens, and without the variables that would change an answer or
 * make Nix ask a question.
 */
final class NixEnvironment {

    /** The variable that makes Nix complete its command line instead of executing it. */
    private static final String COMPLETIONS = "NIX_GET_COMPLETIONS";

    /** The variable of settings, one on each line. A later line overrides an earlier one, and all override nix.conf. */
    private static final String CONFIG = "NIX_CONFIG";

    /**
     * The variables that lead Nix to {@code trusted-settings.json}, the settings of flakes that a user has once said yes to
     * for ever. The second one exists since 2.25.
     */
    private static final List<String> LEADING_TO_TRUSTED_SETTINGS = List.of("XDG_DATA_HOME", "NIX_DATA_HOME");

    /** A folder that cannot exist, because it is below a device. */
    private static final String NOWHERE = "/dev/null/none";

    /** The variables that nixpkgs reads in an impure evaluation. */
    private static final List<String> READ_BY_NIXPKGS = List.of(
            "NIXPKGS_CONFIG",
            "NIXPKGS_ALLOW_UNFREE",
            "NIXPKGS_ALLOW_BROKEN",
            "NIXPKGS_ALLOW_INSECURE",
            "NIXPKGS_ALLOW_NONSOURCE",
            "NIXPKGS_ALLOW_UNSUPPORTED_SYSTEM",
            "NIX_PATH");

    private static final Path SYSTEM_FILE = Path.of("/etc/nix/nix.conf");

    private final NixSettings settings;

    NixEnvironment(NixSettings settings) {
        this.settings = settings;
    }

    /** Returns the environment of a call. */
    ProcessEnvironment of(NixCall call) {
        ProcessEnvironment environment = ofAll();
        // nixpkgs reads the variables only with --impure; they must have an effect only if the client has that option,
        // because a call that adds it for other reasons must give the same answer as a pure one
        if (call.arguments().contains("--impure") && !settings.options().contains("--impure")) {
            for (String name : READ_BY_NIXPKGS) {
                environment = environment.unset(name);
            }
        }
        return environment;
    }

    /** Returns the environment of all calls. */
    ProcessEnvironment ofAll() {
        ProcessEnvironment environment = settings.environment()
                .unset(COMPLETIONS)
                // git would ask for a password on the terminal, despite the closed stdin
                .set("GIT_TERMINAL_PROMPT", "0");
        for (String name : LEADING_TO_TRUSTED_SETTINGS) {
            environment = environment.set(name, NOWHERE);
        }
        SecretOptions options = SecretOptions.of(settings.options());
        if (!settings.accessTokens().isEmpty() || !options.settings().isEmpty()) {
            Map<String, String> variables = variables();
            String config = options.appendedTo(variables.getOrDefault(CONFIG, ""));
            if (!settings.accessTokens().isEmpty()) {
                List<String> configured = new ArrayList<>(NixConfLines.of(variables, SYSTEM_FILE));
                configured.addAll(options.settings());
                config = settings.accessTokens().appendedTo(config, configured);
            }
            environment = environment.setSecret(CONFIG, config);
        }
        return environment;
    }

    /** Returns the variables of the client, which Nix sees too. */
    Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>(System.getenv());
        settings.environment().applyTo(variables);
        return variables;
    }
}
