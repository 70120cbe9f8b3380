package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.exec.ProcessEnvironment;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The environment that Nix is called in: the client's and its tokens, less what would change an answer or ask a question. */
final class NixEnvironment {

    /** Makes Nix complete its command line in place of running it. */
    private static final String COMPLETIONS = "NIX_GET_COMPLETIONS";

    /** Settings of Nix, a line each; a later line counts more, and all of them more than nix.conf. */
    private static final String CONFIG = "NIX_CONFIG";

    /** What nixpkgs reads where an evaluation is impure. */
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
        ProcessEnvironment environment = settings.environment()
                .unset(COMPLETIONS)
                // git asks for a password on the terminal, past the closed stdin.
                .set("GIT_TERMINAL_PROMPT", "0");
        if (!settings.accessTokens().isEmpty()) {
            Map<String, String> variables = variables();
            String inherited = variables.getOrDefault(CONFIG, "");
            List<String> configured = NixConfLines.of(variables, SYSTEM_FILE);
            environment = environment.setSecret(CONFIG, settings.accessTokens().appendedTo(inherited, configured));
        }
        // Without --impure nothing of it is read. With it, only the client's own --impure means that it shall be: a
        // call
        // may have it for what it calls alone, and must give the same answer as a pure one.
        if (call.arguments().contains("--impure") && !settings.options().contains("--impure")) {
            for (String name : READ_BY_NIXPKGS) {
                environment = environment.unset(name);
            }
        }
        return environment;
    }

    /** Returns the variables that Nix sees when it is called. */
    Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>(System.getenv());
        settings.environment().applyTo(variables);
        return variables;
    }
}
