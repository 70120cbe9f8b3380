package io.github.nixadhoc.internal.resolve;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Writes what Nix is to evaluate, as one line: the functions of this package's {@code .nix} files, applied. */
public final class ResolveExpression {

    private static final String RESOLVE = load("resolve.nix");
    private static final String FLAKE_OF_LOCK = load("flake-of-lock.nix");
    private static final String ALLOWING = load("allowing.nix");
    private static final String PACKAGES = load("packages.nix");

    private ResolveExpression() {}

    /** Returns a function from the outputs of a flake to a list with one answer for each installable. */
    static String function(String system, List<EvaluationTarget> wanted) {
        String requests = wanted.stream()
                .map(one -> request(AttributePath.parse(one.installable().fragment()), one.purpose()))
                .collect(Collectors.joining(" "));
        return "(" + RESOLVE + ") { system = " + string(system) + "; requests = [ " + requests + " ]; }";
    }

    /** Returns a function from the outputs of a flake to a text with all its packages. */
    public static String packages(String system) {
        return "(" + PACKAGES + ") " + string(system);
    }

    /** Returns such a function, applied to the outputs of the flake that {@code nix flake metadata --json} told of. */
    public static String applied(String function, String metadata) {
        return "(" + function + ") (" + flake(metadata) + ").outputs";
    }

    /** Returns such a function, applied to the outputs of that flake with some packages allowed. */
    static String applied(String function, String metadata, String system, Allowances allowances) {
        String allowing =
                "(" + ALLOWING + ") { system = " + string(system) + "; config = " + allowances.toNix() + "; }";
        return "(" + function + ") (" + allowing + " (" + flake(metadata) + "))";
    }

    private static String flake(String metadata) {
        return "(" + FLAKE_OF_LOCK + ") (builtins.fromJSON " + string(metadata) + ")";
    }

    private static String request(AttributePath path, Purpose purpose) {
        String names = path.names().stream().map(ResolveExpression::string).collect(Collectors.joining(" "));
        return "{ path = [ " + names + " ]; fromRoot = " + path.fromRoot() + "; run = " + (purpose == Purpose.RUN)
                + "; }";
    }

    /** Returns a string of the Nix language; nothing in the text can end it or be interpolated. */
    public static String string(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("${", "\\${") + "\"";
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
