package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.internal.text.AttributePath;
import io.github.nixadhoc.model.Installable.Argument;
import io.github.nixadhoc.model.Installable.Code;
import io.github.nixadhoc.model.Installable.Expression;
import io.github.nixadhoc.model.Installable.NixFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Builds expressions from the functions in this package's {@code .nix} files. Each is a single line, besides the code of the user. */
public final class ResolveExpression {

    private static final String RESOLVE = load("resolve.nix");
    private static final String CODE = load("code.nix");
    private static final String FLAKE_OF_LOCK = load("flake-of-lock.nix");
    private static final String ALLOWING = load("allowing.nix");
    private static final String PACKAGES = load("packages.nix");
    private static final String USABLE = load("usable.nix");

    private ResolveExpression() {}

    /** Returns a function from the outputs of a flake to a list with one result for each target. */
    static String function(String system, List<EvaluationTarget> targets) {
        String requests = targets.stream()
                .map(one -> request(AttributePath.parse(one.installable().fragment()), one.purpose()))
                .collect(Collectors.joining(" "));
        return "(" + RESOLVE + ") { system = " + string(system) + "; requests = [ " + requests + " ]; }";
    }

    /** Returns an expression for a list with one result of some code for each purpose. */
    static String ofCode(Code code, List<Purpose> purposes) {
        String arguments = code.arguments().entrySet().stream()
                .map(argument -> string(argument.getKey()) + " = " + value(argument.getValue()) + "; ")
                .collect(Collectors.joining());
        String runs = purposes.stream()
                .map(purpose -> purpose == Purpose.RUN ? "true" : "false")
                .collect(Collectors.joining(" "));
        return "(" + CODE + ") { resolve = " + RESOLVE + "; arguments = { " + arguments + "}; path = "
                + list(AttributePath.parse(code.attribute()).names()) + "; runs = [ " + runs + " ]; } " + source(code);
    }

    private static String source(Code code) {
        if (code instanceof NixFile file) {
            return "(import " + string(file.file().toString()) + ")";
        }
        return enclosed(((Expression) code).text());
    }

    private static String value(Argument argument) {
        return argument.isExpression() ? enclosed(argument.text()) : string(argument.text());
    }

    /** The last line of an expression may be a comment. */
    private static String enclosed(String expression) {
        return "(" + expression + "\n)";
    }

    /** Returns a function from the outputs of a flake to a text that lists some of its packages. */
    public static String packages(String system, PackageBounds bounds) {
        return "(" + PACKAGES + ") { system = " + string(system) + "; " + bounds.toNix() + " }";
    }

    /**
     * Returns a function from the outputs of a flake to a set with the names in each set of the flake that belongs to a
     * system. A set that the flake does not have is missing.
     */
    public static String outputNames(String system) {
        return "outputs: builtins.listToAttrs (builtins.concatMap (kind: if outputs ? ${kind} && outputs.${kind} ? "
                + "${system} then [ { name = kind; value = builtins.attrNames outputs.${kind}.${system}; } ] else [ ]) "
                        .replace("${system}", "${" + string(system) + "}")
                + "[ \"packages\" \"legacyPackages\" \"apps\" \"devShells\" \"checks\" ])";
    }

    /**
     * Returns the application of a function to the outputs of a flake, given by the output of {@code nix flake metadata
     * --json}.
     */
    public static String applied(String function, String metadata) {
        return "(" + function + ") (" + flake(metadata) + ").outputs";
    }

    /** Returns the application of a function to the outputs of a flake with some packages allowed. */
    static String applied(String function, String metadata, String system, Allowances allowances) {
        String allowing =
                "(" + ALLOWING + ") { system = " + string(system) + "; config = " + allowances.toNix() + "; }";
        return "(" + function + ") (" + allowing + " (" + flake(metadata) + "))";
    }

    private static String flake(String metadata) {
        return "(" + FLAKE_OF_LOCK + ") (builtins.fromJSON " + string(metadata) + ")";
    }

    /** Returns a function from the outputs of a flake to a list that tells of each path whether it can be run. */
    static String usable(String system, List<List<String>> paths) {
        String list = paths.stream().map(ResolveExpression::list).collect(Collectors.joining(" ", "[ ", " ]"));
        return "(" + USABLE + ") { system = " + string(system) + "; paths = " + list + "; }";
    }

    /** Returns a list of strings in the Nix language. */
    static String list(List<String> texts) {
        return texts.stream().map(ResolveExpression::string).collect(Collectors.joining(" ", "[ ", " ]"));
    }

    private static String request(AttributePath path, Purpose purpose) {
        return "{ path = " + list(path.names()) + "; fromRoot = " + path.fromRoot() + "; run = "
                + (purpose == Purpose.RUN) + "; }";
    }

    /** Returns a string literal of the Nix language. Escapes all that could end or change it. */
    public static String string(String text) {
        return "\""
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("${", "\\${")
                        .replace("\r", "\\r")
                + "\"";
    }

    private static String load(String name) {
        try (InputStream file = ResolveExpression.class.getResourceAsStream(name)) {
            String text = new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .collect(Collectors.joining(" "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
