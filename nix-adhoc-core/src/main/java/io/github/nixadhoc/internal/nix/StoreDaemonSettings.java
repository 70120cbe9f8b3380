package io.github.nixadhoc.internal.nix;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The settings that a process of Nix would send to a daemon: the options of the client and the settings of the user. Those of
 * the system are known to the daemon.
 *
 * @param options the settings by name; empty if the daemon's own settings are those of the client
 * @param substitute whether to download
 */
public record StoreDaemonSettings(Map<String, String> options, boolean substitute) {

    private static final String OPTION = "--option";
    private static final int WORDS = 3;
    private static final String SUBSTITUTE = "substitute";
    private static final Path SYSTEM_FILE = Path.of("/etc/nix/nix.conf");

    /** The settings of evaluations, which no daemon makes. */
    private static final Set<String> OF_EVALUATIONS = Set.of(
            "accept-flake-config",
            "access-tokens",
            "allow-dirty",
            "allow-import-from-derivation",
            "allowed-uris",
            "eval-cache",
            "experimental-features",
            "extra-experimental-features",
            "flake-registry",
            "nix-path",
            "pure-eval",
            "restrict-eval",
            "show-trace",
            "tarball-ttl",
            "use-registries",
            "warn-dirty");

    public StoreDaemonSettings {
        options = Map.copyOf(options);
    }

    /** Returns the settings of a client; empty if only Nix can tell them. */
    static Optional<StoreDaemonSettings> of(NixSettings settings) {
        Map<String, String> variables = settings.variables();
        List<String> ofSystem = NixConfLines.of(ofSystem(variables), SYSTEM_FILE);
        if (!NixConfLines.of(variables, SYSTEM_FILE).equals(ofSystem)) {
            return Optional.empty();
        }
        Map<String, String> options = new TreeMap<>();
        List<String> words = settings.options();
        for (int i = 0; i < words.size(); i += WORDS) {
            if (i + 2 >= words.size() || !words.get(i).equals(OPTION)) {
                return Optional.empty();
            }
            String name = words.get(i + 1);
            if (!OF_EVALUATIONS.contains(name)) {
                options.put(name, words.get(i + 2));
            }
        }
        // what is added has to be added to a value that only Nix knows
        if (options.keySet().stream().anyMatch(name -> name.startsWith("extra-"))) {
            return Optional.empty();
        }
        String substitute = settings.offline() ? "false" : options.getOrDefault(SUBSTITUTE, last(ofSystem));
        if (settings.offline()) {
            options.put(SUBSTITUTE, substitute);
        }
        return Optional.of(
                new StoreDaemonSettings(options, !Set.of("false", "no", "0").contains(substitute)));
    }

    /** Returns the variables without those that lead to settings of the user. */
    private static Map<String, String> ofSystem(Map<String, String> variables) {
        Map<String, String> system = new HashMap<>(variables);
        system.remove("NIX_CONFIG");
        system.put("NIX_USER_CONF_FILES", "/dev/null/none");
        return system;
    }

    private static String last(List<String> lines) {
        String value = "true";
        for (String line : lines) {
            String[] words = line.split("=", 2);
            if (words.length == 2 && words[0].strip().equals(SUBSTITUTE)) {
                value = words[1].strip();
            }
        }
        return value;
    }
}
