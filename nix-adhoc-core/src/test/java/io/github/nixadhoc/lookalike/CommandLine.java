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
 * @param positional the arguments that are no flags, and all words after {@code --}
 * @param flags the flags without a value
 * @param values the last value of each flag with one
 * @param arguments the arguments of {@code --arg} and {@code --argstr}
 * @param overrides the flake reference of each input that is overridden
 * @param settings the settings given by {@code --option} or by a flag of their own, in their order
 * @param trailing the words after {@code -c} or {@code --command}
 */
record CommandLine(
        String subcommand,
        List<String> positional,
        Set<String> flags,
        Map<String, String> values,
        List<Argument> arguments,
        Map<String, String> overrides,
        List<Setting> settings,
        List<String> trailing) {

    /**
     * An argument of a function in an expression or a file.
     *
     * @param name the name
     * @param value the value, or an expression of it
     * @param isExpression whether it is an expression
     */
    record Argument(String name, String value, boolean isExpression) {}

    /**
     * A setting of Nix.
     *
     * @param name the name
     * @param value the value
     */
    record Setting(String name, String value) {}

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

    String value(String flag, String otherwise) {
        return values.getOrDefault(flag, otherwise);
    }

    private static final class Reader {

        private final List<String> words;
        private final List<String> positional = new ArrayList<>();
        private final Set<String> flags = new HashSet<>();
        private final Map<String, String> values = new HashMap<>();
        private final List<Argument> arguments = new ArrayList<>();
        private final Map<String, String> overrides = new LinkedHashMap<>();
        private final List<Setting> settings = new ArrayList<>();
        private List<String> trailing = List.of();
        private int next;

        Reader(List<String> words) {
            this.words = words;
        }

        CommandLine read() {
            String subcommand = "";
            while (next < words.size()) {
                String word = words.get(next++);
                if (word.equals("--")) {
                    positional.addAll(words.subList(next, words.size()));
                    break;
                }
                if (word.equals("-c") || word.equals("--command")) {
                    trailing = List.copyOf(words.subList(next, words.size()));
                    break;
                }
                if (word.startsWith("-") && !word.equals("-")) {
                    readFlag(word);
                } else if (subcommand.isEmpty()) {
                    subcommand = Vocabulary.hasSecondWord(word) ? word + " " + value(word) : word;
                } else {
                    positional.add(word);
                }
            }
            Vocabulary.check(subcommand, flags, values.keySet());
            return new CommandLine(subcommand, positional, flags, values, arguments, overrides, settings, trailing);
        }

        private void readFlag(String given) {
            String word = Vocabulary.longName(given);
            if (word.equals("--option")) {
                settings.add(new Setting(value(word), value(word)));
            } else if (word.equals("--arg") || word.equals("--argstr")) {
                arguments.add(new Argument(value(word), value(word), word.equals("--arg")));
            } else if (word.equals("--override-input")) {
                overrides.put(value(word), value(word));
            } else if (Vocabulary.isValue(word)) {
                values.put(word, value(word));
            } else if (Vocabulary.isFlag(word)) {
                flags.add(word);
            } else {
                readSetting(word);
            }
        }

        private void readSetting(String word) {
            String name = word.replaceFirst("^--", "");
            if (Vocabulary.isSetting(name)) {
                settings.add(new Setting(name, value(word)));
            } else if (Vocabulary.isSwitch(name)) {
                settings.add(new Setting(name, "true"));
            } else if (name.startsWith("no-") && Vocabulary.isSwitch(name.substring(3))) {
                settings.add(new Setting(name.substring(3), "false"));
            } else if (!Vocabulary.isWithoutEffect(word)) {
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
