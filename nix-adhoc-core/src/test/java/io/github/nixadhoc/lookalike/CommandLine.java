package io.github.nixadhoc.lookalike;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A command line of Nix, divided into the parts that the public API has words for.
 *
 * @param subcommand the subcommand, as in {@code run} or {@code store verify}
 * @param positional the arguments that are no flags
 * @param flags the flags without a value
 * @param values the last value of each flag with one
 * @param arguments the arguments of {@code --arg} and {@code --argstr}
 * @param overrides the flake reference of each input that is overridden
 * @param settings the settings given by {@code --option} or by a flag of their own
 * @param trailing the words after {@code --}, {@code -c} or {@code --command}
 */
record CommandLine(
        String subcommand,
        List<String> positional,
        Set<String> flags,
        Map<String, String> values,
        List<Argument> arguments,
        Map<String, String> overrides,
        Map<String, String> settings,
        List<String> trailing) {

    /**
     * An argument of a function in an expression or a file.
     *
     * @param name the name
     * @param value the value, or an expression of it
     * @param isExpression whether it is an expression
     */
    record Argument(String name, String value, boolean isExpression) {}

    private static final Set<String> WITH_SECOND_WORD = Set.of("store", "registry");

    /** Flags that change the log alone, or ask for what the library does anyway. */
    private static final Set<String> WITHOUT_EFFECT =
            Set.of("--no-write-lock-file", "-L", "--print-build-logs", "-v", "--verbose", "--quiet", "--show-trace");

    private static final Set<String> FLAGS = Set.of(
            "--refresh",
            "--no-link",
            "--print-out-paths",
            "--recursive",
            "--no-check-sigs",
            "--impure",
            "--raw",
            "--json",
            "--all",
            "--no-trust",
            "--no-contents",
            "--dry-run",
            "-d",
            "--delete-old");

    private static final Set<String> VALUES =
            Set.of("--store", "--apply", "--max", "--file", "--expr", "--to", "--from");

    /** Other names of flags. */
    private static final Map<String, String> SHORT = Map.of("-f", "--file", "-E", "--expr", "-r", "--recursive");

    /** Flags of Nix that set a setting of the same name. */
    private static final Map<String, String> SETTING_FLAGS = Map.of(
            "--substituters", "substituters",
            "--trusted-public-keys", "trusted-public-keys",
            "--extra-experimental-features", "extra-experimental-features",
            "--experimental-features", "experimental-features",
            "--max-jobs", "max-jobs");

    /**
     * Reads a command line.
     *
     * @throws NotCovered if it has a word that the public API has none for
     */
    static CommandLine parse(List<String> words) {
        Reader reader = new Reader(words);
        return reader.read();
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }

    /** A command line that the public API cannot express. */
    static final class NotCovered extends RuntimeException {

        private static final long serialVersionUID = 1;

        NotCovered(String word) {
            super("no word of the public API means " + word);
        }
    }

    private static final class Reader {

        private final List<String> words;
        private final List<String> positional = new ArrayList<>();
        private final Set<String> flags = new HashSet<>();
        private final Map<String, String> values = new HashMap<>();
        private final List<Argument> arguments = new ArrayList<>();
        private final Map<String, String> overrides = new LinkedHashMap<>();
        private final Map<String, String> settings = new LinkedHashMap<>();
        private List<String> trailing = List.of();
        private int next;

        Reader(List<String> words) {
            this.words = words;
        }

        CommandLine read() {
            String subcommand = "";
            while (next < words.size()) {
                String word = words.get(next++);
                if (word.equals("--") || word.equals("-c") || word.equals("--command")) {
                    trailing = List.copyOf(words.subList(next, words.size()));
                    break;
                }
                if (word.startsWith("-") && !word.equals("-")) {
                    readFlag(word);
                } else if (subcommand.isEmpty()) {
                    subcommand = WITH_SECOND_WORD.contains(word) ? word + " " + value(word) : word;
                } else {
                    positional.add(word);
                }
            }
            if (flags.contains("--impure") != values.containsKey("--expr") && !values.containsKey("--file")) {
                // the library evaluates expressions and files impurely, and flakes purely
                throw new NotCovered("this choice of pure or impure evaluation");
            }
            return new CommandLine(subcommand, positional, flags, values, arguments, overrides, settings, trailing);
        }

        private void readFlag(String given) {
            String word = SHORT.getOrDefault(given, given);
            String setting = SETTING_FLAGS.get(word);
            if (setting != null) {
                settings.put(setting, value(word));
            } else if (word.equals("--option")) {
                settings.put(value(word), value(word));
            } else if (word.equals("--arg") || word.equals("--argstr")) {
                arguments.add(new Argument(value(word), value(word), word.equals("--arg")));
            } else if (word.equals("--override-input")) {
                overrides.put(value(word), value(word));
            } else if (VALUES.contains(word)) {
                values.put(word, value(word));
            } else if (FLAGS.contains(word)) {
                flags.add(word);
            } else if (!WITHOUT_EFFECT.contains(word)) {
                throw new NotCovered(word);
            }
        }

        private String value(String word) {
            if (next >= words.size()) {
                throw new NotCovered(word + " without a value");
            }
            return words.get(next++);
        }
    }
}
