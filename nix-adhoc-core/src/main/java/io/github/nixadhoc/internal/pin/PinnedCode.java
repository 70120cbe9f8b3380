package io.github.nixadhoc.internal.pin;

import io.github.nixadhoc.model.Installable.Argument;
import io.github.nixadhoc.model.Installable.Code;
import io.github.nixadhoc.model.Installable.Expression;
import io.github.nixadhoc.model.Installable.NixFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The lines of a pin's record that name an expression or a file of the Nix language. No text of an installable stands for
 * one.
 *
 * <p>Not thread-safe.
 */
final class PinnedCode {

    private final Map<String, Argument> arguments = new TreeMap<>();

    static void write(Code code, StringBuilder record) {
        if (code instanceof Expression expression) {
            line(record, "expression", expression.text());
        } else if (code instanceof NixFile file) {
            line(record, "file", file.file().toString());
        }
        line(record, "attribute", code.attribute());
        line(record, "outputs", String.join(",", code.outputs()));
        code.arguments()
                .forEach((name, argument) ->
                        line(record, argument.isExpression() ? "arg" : "argstr", name + " " + argument.text()));
    }

    private static void line(StringBuilder record, String word, String value) {
        record.append(word)
                .append(' ')
                .append(value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r"))
                .append('\n');
    }

    /**
     * Reads the line of an argument.
     *
     * @throws IllegalArgumentException if it is none
     */
    void readArgument(String line) {
        String[] parts = line.split(" ", 3);
        boolean isExpression = parts[0].equals("arg");
        if (parts.length < 3 || !isExpression && !parts[0].equals("argstr")) {
            throw new IllegalArgumentException("not an argument: " + line);
        }
        arguments.put(parts[1], new Argument(unescaped(parts[2]), isExpression));
    }

    /**
     * Returns the code that all lines name.
     *
     * @throws IllegalArgumentException if they name none
     */
    Code read(Map<String, String> values) {
        String attribute = values.getOrDefault("attribute", "");
        String selected = values.getOrDefault("outputs", "");
        List<String> outputs = selected.isEmpty() ? List.of() : List.of(selected.split(",", -1));
        String expression = values.get("expression");
        if (expression != null) {
            return new Expression(unescaped(expression), unescaped(attribute), arguments, outputs);
        }
        String file = values.get("file");
        if (file == null) {
            throw new IllegalArgumentException("the record names no installable");
        }
        return new NixFile(Path.of(unescaped(file)), unescaped(attribute), arguments, outputs);
    }

    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        boolean escaped = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (escaped) {
                plain.append(c == 'n' ? '\n' : c == 'r' ? '\r' : c);
                escaped = false;
            } else if (c == '\\') {
                escaped = true;
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
