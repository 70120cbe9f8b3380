package io.github.nixadhoc.internal.nix;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The command line of a call: the program, the flags of all calls, and the arguments of the call. */
final class NixCommandLine {

    /** The sub-commands that take installables, and so may write a lock file into a flake without one. */
    private static final Set<String> LOCKING = Set.of(
            "build",
            "copy",
            "develop",
            "eval",
            "log",
            "path-info",
            "print-dev-env",
            "run",
            "search",
            "shell",
            "show-derivation",
            "why-depends");

    /**
     * The flags that keep a flake's own settings out, whatever the files of settings say. They come before the options of
     * the client, so that only the client can say otherwise.
     */
    private static final List<String> NO_SETTINGS_OF_FLAKES = List.of("--option", "accept-flake-config", "false");

    private static final List<String> NO_DOWNLOADS = List.of("--option", "substitute", "false");

    private static final Set<String> LOCKING_SECOND_WORDS =
            Set.of("derivation show", "flake archive", "flake check", "flake metadata", "flake show");

    private final NixSettings settings;

    NixCommandLine(NixSettings settings) {
        this.settings = settings;
    }

    /**
     * Returns the words of a call, the program first.
     *
     * @param binary the nix in use
     * @param call the call
     * @param mode the flags of this attempt only
     */
    List<String> words(Path binary, NixCall call, List<String> mode) {
        List<String> words = new ArrayList<>();
        words.add(program(binary, call.tool()).toString());
        words.addAll(NixSettings.FEATURES);
        words.addAll(List.of("--log-format", "internal-json"));
        if (call.tool().equals("nix")) {
            words.addAll(NO_SETTINGS_OF_FLAKES);
        }
        words.addAll(settings.flags());
        words.addAll(mode);
        int subCommand = lockingWords(call);
        words.addAll(call.arguments().subList(0, subCommand));
        if (subCommand > 0) {
            words.add("--no-write-lock-file");
        }
        words.addAll(call.arguments().subList(subCommand, call.arguments().size()));
        return words;
    }

    /** Returns the words of a daemon that serves its own standard input and output, with the settings of all calls. */
    List<String> daemonWords(Path daemon) {
        List<String> words = new ArrayList<>(List.of(daemon.toString(), "--stdio"));
        words.addAll(NixSettings.FEATURES);
        words.addAll(settings.flags());
        if (settings.offline()) {
            words.addAll(NO_DOWNLOADS);
        }
        return words;
    }

    /** Returns the flags that prevent a call from using the network. */
    static List<String> offline(NixCall call) {
        return call.tool().equals("nix") ? List.of("--offline") : NO_DOWNLOADS;
    }

    /** Returns the number of words of a sub-command that may write a lock file; 0 for other sub-commands. */
    private static int lockingWords(NixCall call) {
        List<String> arguments = call.arguments();
        if (!call.tool().equals("nix") || arguments.isEmpty()) {
            return 0;
        }
        if (LOCKING.contains(arguments.get(0))) {
            return 1;
        }
        return arguments.size() > 1 && LOCKING_SECOND_WORDS.contains(arguments.get(0) + " " + arguments.get(1)) ? 2 : 0;
    }

    private Path program(Path binary, String tool) {
        return tool.equals("nix") ? binary : new ToolLocator(settings.variables()).locate(binary, tool);
    }
}
