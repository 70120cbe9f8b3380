package io.github.nixadhoc.internal.nix;

import java.util.ArrayList;
import java.util.List;

/**
 * The options of all calls of Nix, in two parts: arguments, which all users of the machine can see, and lines of settings with
 * secrets, which only this user can.
 *
 * @param arguments the arguments
 * @param settings a line for each option with a secret, in their order
 */
record SecretOptions(List<String> arguments, List<String> settings) {

    private static final String OPTION = "--option";
    private static final int WORDS = 3;
    private static final String FEATURES = "extra-experimental-features = nix-command flakes\n";

    SecretOptions {
        arguments = List.copyOf(arguments);
        settings = List.copyOf(settings);
    }

    /** Divides options. A value of several lines stays an argument, since it would be several settings. */
    static SecretOptions of(List<String> options) {
        List<String> arguments = new ArrayList<>();
        List<String> settings = new ArrayList<>();
        for (int i = 0; i < options.size(); i++) {
            boolean isOption = options.get(i).equals(OPTION) && i + 2 < options.size();
            List<String> words = options.subList(i, Math.min(options.size(), i + (isOption ? WORDS : 1)));
            if (isOption && hasSecret(words)) {
                removeEarlier(arguments, words.get(1));
                settings.add(words.get(1) + " = " + words.get(2));
            } else {
                arguments.addAll(words);
            }
            i += words.size() - 1;
        }
        return new SecretOptions(arguments, settings);
    }

    /** Removes earlier values of an option, since Nix gives an argument precedence over a setting. */
    private static void removeEarlier(List<String> arguments, String name) {
        for (int i = 0; i + 2 < arguments.size(); i++) {
            if (arguments.get(i).equals(OPTION) && arguments.get(i + 1).equals(name) && !name.startsWith("extra-")) {
                arguments.subList(i, i + WORDS).clear();
                i--;
            }
        }
    }

    private static boolean hasSecret(List<String> words) {
        return words.get(2).indexOf('\n') < 0 && !Secrets.masked(words).equals(words);
    }

    /**
     * Returns the value of {@code NIX_CONFIG} with the settings, which override those before them. The needed features stand
     * in front, since Nix 2.34 ignores the settings of a feature that is not enabled in the same place.
     */
    String appendedTo(String inherited) {
        if (settings.isEmpty()) {
            return inherited;
        }
        String end = inherited.isEmpty() || inherited.endsWith("\n") ? "" : "\n";
        return inherited + end + FEATURES + String.join("\n", settings) + "\n";
    }
}
