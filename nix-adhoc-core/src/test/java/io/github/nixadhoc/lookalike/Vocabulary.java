package io.github.nixadhoc.lookalike;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The flags of Nix that the public API has words for. */
final class Vocabulary {

    private static final Set<String> WITH_SECOND_WORD = Set.of(
            "store", "registry", "flake", "derivation", "nar", "hash", "key", "profile", "realisation", "config");

    /** Flags that change the log alone, or ask for what the library does anyway. */
    private static final Set<String> WITHOUT_EFFECT = Set.of("-v", "-vv", "--verbose", "--quiet", "--show-trace");

    private static final List<String> CODE = List.of("--file", "--expr", "--impure", "--no-write-lock-file");

    private static final Map<String, Set<String>> OF_SUBCOMMAND = Map.ofEntries(
            Map.entry("run", with(CODE, "--refresh")),
            Map.entry("shell", with(CODE, "--refresh")),
            Map.entry("build", with(CODE, "--no-link", "--print-out-paths", "--out-link", "--json")),
            Map.entry("path-info", with(CODE, "--recursive", "--size", "--closure-size", "--json")),
            Map.entry("eval", with(CODE, "--raw", "--json", "--apply")),
            Map.entry("search", with(List.of("--no-write-lock-file"), "--json", "--exclude", "--refresh")),
            Map.entry("log", Set.of()),
            Map.entry("copy", with(CODE, "--to", "--from", "--no-check-sigs")),
            Map.entry("why-depends", Set.of()),
            Map.entry("flake metadata", Set.of("--json", "--no-write-lock-file")),
            Map.entry("flake info", Set.of("--json", "--no-write-lock-file")),
            Map.entry("flake show", Set.of("--json", "--no-write-lock-file")),
            Map.entry("registry list", Set.of()),
            Map.entry("registry add", Set.of()),
            Map.entry("registry remove", Set.of()),
            Map.entry("registry pin", Set.of()),
            Map.entry("store verify", Set.of("--all", "--no-contents", "--no-trust", "--recursive")),
            Map.entry("store repair", Set.of()),
            Map.entry("store delete", Set.of()),
            Map.entry("store gc", Set.of("--dry-run")),
            Map.entry("store ping", Set.of()),
            Map.entry("store info", Set.of()));

    private static final Set<String> EVERYWHERE = Set.of("--store", "--print-build-logs");

    private static final Set<String> VALUES =
            Set.of("--store", "--apply", "--file", "--expr", "--to", "--from", "--out-link", "--exclude");

    private static final Map<String, String> LONG_NAMES = Map.of(
            "-f", "--file",
            "-r", "--recursive",
            "-s", "--size",
            "-S", "--closure-size",
            "-o", "--out-link",
            "-e", "--exclude",
            "-L", "--print-build-logs",
            "-j", "--max-jobs");

    /** Settings of Nix that are flags too. */
    private static final Set<String> SETTINGS = Set.of(
            "substituters",
            "extra-substituters",
            "trusted-public-keys",
            "extra-trusted-public-keys",
            "experimental-features",
            "extra-experimental-features",
            "max-jobs",
            "cores",
            "build-cores",
            "builders",
            "narinfo-cache-negative-ttl",
            "tarball-ttl",
            "flake-registry",
            "secret-key-files",
            "post-build-hook",
            "max-silent-time",
            "timeout");

    /** Settings that are switched on by {@code --NAME} and off by {@code --no-NAME}. */
    private static final Set<String> SWITCHES = Set.of(
            "sandbox",
            "require-sigs",
            "substitute",
            "fallback",
            "keep-going",
            "keep-failed",
            "allow-import-from-derivation",
            "restrict-eval",
            "eval-cache",
            "use-registries",
            "allow-dirty",
            "warn-dirty");

    private Vocabulary() {}

    private static Set<String> with(Collection<String> some, String... more) {
        return Set.copyOf(Stream.concat(some.stream(), Stream.of(more)).toList());
    }

    static boolean hasSecondWord(String word) {
        return WITH_SECOND_WORD.contains(word);
    }

    static String longName(String flag) {
        return LONG_NAMES.getOrDefault(flag, flag);
    }

    static boolean isValue(String flag) {
        return VALUES.contains(flag);
    }

    static boolean isFlag(String flag) {
        return EVERYWHERE.contains(flag) || OF_SUBCOMMAND.values().stream().anyMatch(flags -> flags.contains(flag));
    }

    static boolean isSetting(String name) {
        return SETTINGS.contains(name);
    }

    static boolean isSwitch(String name) {
        return SWITCHES.contains(name);
    }

    static boolean isWithoutEffect(String flag) {
        return WITHOUT_EFFECT.contains(flag);
    }

    /**
     * Checks that the API has words for flags of a subcommand.
     *
     * @throws NotCovered if it has none for the subcommand or for a flag
     */
    static void check(String subcommand, Collection<String> flags, Collection<String> values) {
        Set<String> allowed = OF_SUBCOMMAND.get(subcommand);
        if (allowed == null) {
            throw new NotCovered("the subcommand " + subcommand);
        }
        Stream.concat(flags.stream(), values.stream())
                .filter(flag -> !allowed.contains(flag) && !EVERYWHERE.contains(flag))
                .findFirst()
                .ifPresent(flag -> {
                    throw new NotCovered(flag + " of " + subcommand);
                });
        boolean isCode = values.contains("--file") || values.contains("--expr");
        if (flags.contains("--impure") && !isCode) {
            throw new NotCovered("--impure for a flake");
        }
    }
}
