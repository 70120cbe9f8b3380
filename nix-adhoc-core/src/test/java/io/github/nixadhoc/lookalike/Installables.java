package io.github.nixadhoc.lookalike;

import io.github.nixadhoc.lookalike.CommandLine.Argument;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.StorePath;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Installables of the public API for words of a command line. */
final class Installables {

    /** Names that a pure evaluation refuses, or answers in another way: the library evaluates code impurely. */
    private static final Pattern MAY_BE_IMPURE = Pattern.compile(
            "getFlake|fetch(Git|Tree|Tarball|url|Mercurial)|getEnv|current|import |read(File|Dir)|\\.path|[ (]\\.{0,2}/|<[a-z]");

    private final CommandLine line;

    Installables(CommandLine line) {
        this.line = line;
    }

    boolean isCode() {
        return line.values().containsKey("--file") || line.values().containsKey("--expr");
    }

    List<Installable> all() {
        return of(line.positional());
    }

    Installable first() {
        return of(line.positional().isEmpty() ? List.of() : line.positional().subList(0, 1))
                .get(0);
    }

    Installable single() {
        List<Installable> all = all();
        if (all.size() != 1) {
            throw new NotCovered("several installables");
        }
        return all.get(0);
    }

    List<StorePath> storePaths() {
        return line.positional().stream().map(Installables::storePath).toList();
    }

    static StorePath storePath(String text) {
        if (!StorePath.isStorePath(text)) {
            throw new NotCovered("a path that is no store path");
        }
        return StorePath.parse(text);
    }

    /** Returns a flake reference as the API takes it. */
    static String flake(String word) {
        if (word.contains("#") || word.contains(" ")) {
            throw new NotCovered("a fragment or a space in the reference of a flake");
        }
        return word;
    }

    private List<Installable> of(List<String> words) {
        if (!isCode()) {
            List<String> given = words.isEmpty() ? List.of(".") : words;
            return given.stream().map(this::installable).toList();
        }
        List<String> attributes = words.isEmpty() ? List.of("") : words;
        return attributes.stream().map(this::code).toList();
    }

    private Installable code(String attribute) {
        requireNoDerivationPath(attribute);
        Installable.Code code = line.values().containsKey("--file")
                ? file(line.values().get("--file"), attribute)
                : expression(line.values().get("--expr"), attribute);
        for (Argument argument : line.arguments()) {
            code = argument.isExpression()
                    ? code.argumentExpression(argument.name(), argument.value())
                    : code.argument(argument.name(), argument.value());
        }
        return code;
    }

    private Installable.Code expression(String text, String attribute) {
        boolean mayBeImpure =
                !text.contains("fetchClosure") && MAY_BE_IMPURE.matcher(text).find();
        if (!line.has("--impure") && mayBeImpure) {
            throw new NotCovered("a pure evaluation of an expression");
        }
        if (text.endsWith("drvPath")) {
            throw new NotCovered("the path of a derivation");
        }
        return Installable.expression(text, attribute);
    }

    private static Installable.Code file(String name, String attribute) {
        Path path = Path.of(name);
        if (name.equals("-") || !Files.exists(path)) {
            throw new NotCovered("a file that is looked up by Nix");
        }
        return Installable.file(path, attribute);
    }

    /** The library takes the outputs, where Nix refuses or takes the derivation itself. */
    private void requireNoDerivationPath(String attribute) {
        boolean isText = line.subcommand().equals("eval");
        if (!isText && attribute.replaceFirst("\\^.*", "").endsWith(".drvPath")) {
            throw new NotCovered("the path of a derivation");
        }
    }

    private Installable installable(String word) {
        if (word.isEmpty()) {
            return installable(".");
        }
        requireNoLink(word);
        requireNoDerivationPath(word);
        if (word.replaceFirst("#.*", "").contains(" ")) {
            throw new NotCovered("a path with a space");
        }
        if (word.indexOf('^') != word.lastIndexOf('^') && !word.contains("#")) {
            throw new NotCovered("an output of an output");
        }
        boolean isPath = StorePath.isStorePath(word.replaceFirst("[\\^!].*", ""));
        if (isPath && word.endsWith(".drv")) {
            throw new NotCovered("a store derivation itself");
        }
        // a word alone is a flake for Nix
        Installable parsed = Installable.parse(isPath ? word : quoted(word.contains("#") ? word : word + "#"));
        if (line.overrides().isEmpty()) {
            return parsed;
        }
        if (!(parsed instanceof Installable.FlakeOutput output)) {
            throw new NotCovered("an override of what is no output of a flake");
        }
        Installable.FlakeOutput changed = output;
        for (Map.Entry<String, String> override : line.overrides().entrySet()) {
            changed = changed.overrideInput(override.getKey(), override.getValue());
        }
        return changed;
    }

    /** Quotes the names that only Nix takes without quotes. */
    static String quoted(String word) {
        int end = word.indexOf('#') + 1;
        String fragment = URLDecoder.decode(word.substring(end).replace("+", "%2B"), StandardCharsets.UTF_8);
        if (fragment.contains("\"")) {
            return word;
        }
        int selection = fragment.lastIndexOf('^') < 0 ? fragment.length() : fragment.lastIndexOf('^');
        String path = Arrays.stream(fragment.substring(0, selection).split("\\.", -1))
                .map(name -> name.matches("[\\w+'-]*") ? name : "\"" + name + "\"")
                .collect(Collectors.joining("."));
        return word.substring(0, end) + path + fragment.substring(selection);
    }

    /** Rejects a path whose links end in the store, such as {@code ./result}: it stands for the store path. */
    private static void requireNoLink(String word) {
        Path path = Path.of(word.replaceFirst("#.*", ""));
        try {
            if (Files.exists(path)
                    && !StorePath.isStorePath(path.toString())
                    && StorePath.isStorePath(path.toRealPath().toString())) {
                throw new NotCovered("a link to a store path");
            }
        } catch (IOException e) {
            throw new NotCovered("a path that cannot be read");
        }
    }
}
