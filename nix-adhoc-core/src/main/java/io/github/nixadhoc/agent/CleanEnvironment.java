package io.github.nixadhoc.agent;

import io.github.nixadhoc.ProgramCommand;
import java.util.ArrayList;
import java.util.List;

/** What a program that a model runs sees of the environment: a few names, no secrets, nothing that loads code into it. */
final class CleanEnvironment {

    private static final List<String> KEPT = List.of(
            "HOME",
            "LANG",
            "LC_ALL",
            "LC_CTYPE",
            "LOGNAME",
            "NIX_SSL_CERT_FILE",
            "SSL_CERT_FILE",
            "TMPDIR",
            "TZ",
            "USER");

    private CleanEnvironment() {}

    /**
     * Gives a command this environment.
     *
     * @param hostPath whether the programs of this machine can be called by their names, besides those of the packages
     */
    static <C extends ProgramCommand<C>> C of(C command, boolean hostPath) {
        List<String> kept = new ArrayList<>(KEPT);
        if (hostPath) {
            kept.add("PATH");
        }
        return command.cleanEnv(kept.toArray(String[]::new))
                .env("NO_COLOR", "1")
                .env("PAGER", "cat")
                .env("GIT_TERMINAL_PROMPT", "0")
                .env("TERM", "dumb");
    }
}
