package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Installable.Code;
import io.github.nixadhoc.model.Installable.Expression;
import io.github.nixadhoc.model.Installable.NixFile;
import java.util.ArrayList;
import java.util.List;

/** Code as the command line of Nix takes it: the options for the code, and one word for each attribute of it. */
public final class CodeWords {

    private CodeWords() {}

    /**
     * Insists that Nix takes installables together: code alone, or several attributes of the same code.
     *
     * @throws IllegalArgumentException if it does not
     */
    public static void requireTogether(List<? extends Installable> installables) {
        List<String> source = null;
        for (Installable installable : installables) {
            List<String> own = installable instanceof Code code ? options(code) : List.of();
            if (source != null && !source.equals(own)) {
                throw new IllegalArgumentException(
                        "Nix takes an expression or a file alone, or several attributes of the"
                                + " same one, and not " + installables.get(0) + " together with " + installable
                                + ": name all packages in one expression");
            }
            source = own;
        }
    }

    /** Returns the options that name code and its arguments. Nix evaluates an expression purely unless it is told. */
    public static List<String> options(Code code) {
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

    /** Returns the word that names the attribute of code, which is a dot for all of it. */
    public static String selected(Code code) {
        String outputs = code.outputs().isEmpty() ? "" : "^" + String.join(",", code.outputs());
        return (code.attribute().isEmpty() ? "." : code.attribute()) + outputs;
    }
}
