package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Installable.Code;
import io.github.nixadhoc.model.Installable.Expression;
import io.github.nixadhoc.model.Installable.FlakeOutput;
import io.github.nixadhoc.model.Installable.NixFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Installables as the command line of Nix takes them: the options for all of them, and one word for each. */
public final class InstallableWords {

    private InstallableWords() {}

    /**
     * Insists that Nix takes installables together: code alone, or several attributes of the same code, and flakes with the
     * same inputs in place of others.
     *
     * @throws IllegalArgumentException if it does not
     */
    public static void requireTogether(List<? extends Installable> installables) {
        List<String> common = null;
        for (Installable installable : installables) {
            List<String> own = options(installable);
            if (common != null && !common.equals(own)) {
                throw new IllegalArgumentException("Nix takes " + installables.get(0) + " not together with "
                        + installable + ": an expression, a file or an overridden input is one for the whole command;"
                        + " name all packages in one expression, or make two commands");
            }
            common = own;
        }
    }

    /** Returns the options that go before an installable. Nix evaluates an expression purely unless it is told. */
    public static List<String> options(Installable installable) {
        if (installable instanceof FlakeOutput output) {
            return overrides(output.overrides());
        }
        if (!(installable instanceof Code code)) {
            return List.of();
        }
        List<String> words = new ArrayList<>(List.of("--impure"));
        if (code instanceof Expression expression) {
            words.addAll(List.of("--expr", expression.text()));
        } else if (code instanceof NixFile file) {
            words.addAll(List.of("--file", file.file().toString()));
        }
        code.arguments()
                .forEach((name, argument) ->
                        words.addAll(List.of(argument.isExpression() ? "--arg" : "--argstr", name, argument.text())));
        return words;
    }

    /** Returns the options for inputs in place of others. */
    public static List<String> overrides(Map<String, String> references) {
        if (references.isEmpty()) {
            return List.of();
        }
        List<String> words = new ArrayList<>();
        for (Map.Entry<String, String> override : references.entrySet()) {
            words.add("--override-input");
            words.add(override.getKey());
            words.add(override.getValue());
        }
        return words;
    }

    /** Returns the word that names an installable; of code, its attribute, which is a dot for all of it. */
    public static String selected(Installable installable) {
        if (installable instanceof Code code) {
            String outputs = code.outputs().isEmpty() ? "" : "^" + String.join(",", code.outputs());
            return (code.attribute().isEmpty() ? "." : code.attribute()) + outputs;
        }
        return installable instanceof FlakeOutput output && !output.overrides().isEmpty()
                ? output.withoutOverrides().toString()
                : installable.toString();
    }
}
