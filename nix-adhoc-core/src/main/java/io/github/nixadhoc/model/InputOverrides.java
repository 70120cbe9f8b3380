package io.github.nixadhoc.model;

import io.github.nixadhoc.internal.text.ShellQuoting;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Flake references in place of inputs of a flake: checks them, and writes them as Nix's command line takes them. */
final class InputOverrides {

    private static final String NAME = "[A-Za-z][A-Za-z0-9_-]*+";
    private static final Pattern INPUT = Pattern.compile(NAME + "(?:/" + NAME + ")*+");

    private InputOverrides() {}

    static Map<String, String> copy(Map<String, String> overrides) {
        if (overrides.isEmpty()) {
            return Map.of();
        }
        overrides.forEach(InputOverrides::require);
        return Collections.unmodifiableMap(new TreeMap<>(overrides));
    }

    static Map<String, String> plus(Map<String, String> overrides, String input, String reference) {
        require(input, reference);
        Map<String, String> more = new TreeMap<>(overrides);
        more.put(input, reference);
        return more;
    }

    private static void require(String input, String reference) {
        if (!INPUT.matcher(input).matches()) {
            throw new IllegalArgumentException("not the name of an input: " + ShellQuoting.quote(input)
                    + "; expected one as in nixpkgs or tools/nixpkgs");
        }
        InstallableParser.requireFlakeOutput(reference, "", List.of());
    }

    static String of(Map<String, String> overrides) {
        List<String> words = new ArrayList<>();
        overrides.forEach((input, reference) -> words.addAll(List.of("--override-input", input, reference)));
        return " " + ShellQuoting.quote(words);
    }
}
