package io.github.nixadhoc.model;

import io.github.nixadhoc.internal.text.ShellQuoting;
import io.github.nixadhoc.model.Installable.Argument;
import io.github.nixadhoc.model.Installable.Code;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The parts of {@link Code}: checks them, and writes them as Nix's command line takes them. */
final class CodeText {

    /** Linux limits one word of a command line to 128 KiB, and this library adds some text of its own. */
    private static final int MOST_BYTES = 100_000;

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_'-]*+");

    private CodeText() {}

    static void require(String what, String text, boolean isExpression) {
        Objects.requireNonNull(text, what);
        if (isExpression && text.isBlank()) {
            throw new IllegalArgumentException(what + " is empty");
        }
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(what + " holds a NUL character, which no command line can have");
        }
        try {
            Object unused = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(what + " holds half of a surrogate pair, which is no character", e);
        }
    }

    static void requireParts(String text, String attribute, Map<String, Argument> arguments, List<String> outputs) {
        Objects.requireNonNull(attribute, "attribute");
        Selection.requireValid(attribute, outputs);
        int bytes = bytes(text);
        for (Map.Entry<String, Argument> argument : arguments.entrySet()) {
            if (!IDENTIFIER.matcher(argument.getKey()).matches()) {
                throw new IllegalArgumentException("not the name of an argument: "
                        + ShellQuoting.quote(argument.getKey()) + "; expected an identifier such as system");
            }
            bytes += bytes(argument.getKey()) + bytes(argument.getValue().text());
        }
        if (bytes > MOST_BYTES) {
            throw new IllegalArgumentException("the expression and its arguments have " + bytes + " bytes, more than "
                    + MOST_BYTES + ", which no command line takes: write them to a file and name it by file(…)");
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    static Path absolute(Path file) {
        if (!file.getFileSystem().equals(FileSystems.getDefault())) {
            throw new IllegalArgumentException("Nix reads files of the default file system only: " + file);
        }
        return file.toAbsolutePath();
    }

    static Map<String, Argument> copy(Map<String, Argument> arguments) {
        return Collections.unmodifiableMap(new TreeMap<>(arguments));
    }

    static Map<String, Argument> plus(Map<String, Argument> arguments, String name, Argument argument) {
        Map<String, Argument> more = new TreeMap<>(arguments);
        more.put(name, argument);
        return more;
    }

    static String of(String option, String text, Code code) {
        List<String> words = new ArrayList<>(List.of(option, text));
        code.arguments()
                .forEach((name, argument) ->
                        words.addAll(List.of(argument.isExpression() ? "--arg" : "--argstr", name, argument.text())));
        String selected = code.attribute() + InstallableParser.selection(code.outputs());
        if (!selected.isEmpty()) {
            words.add(selected);
        }
        return ShellQuoting.quote(words);
    }
}
