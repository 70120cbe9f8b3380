package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.model.Installable.FlakeOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Writes {@code resolve.nix}, applied to what is asked for, as one line of Nix. */
final class ResolveExpression {

    private static final String FUNCTION = load();

    private ResolveExpression() {}

    /** Returns a function from the outputs of a flake to a list with one answer for each installable. */
    static String function(String system, Purpose purpose, List<FlakeOutput> installables) {
        String requests = installables.stream()
                .map(installable -> request(AttributePath.parse(installable.fragment()), purpose))
                .collect(Collectors.joining(" "));
        return "(" + FUNCTION + ") { system = " + string(system) + "; requests = [ " + requests + " ]; }";
    }

    /** Returns the answers of a flake whose reference is locked. */
    static String applied(String lockedReference, String function) {
        return "(" + function + ") (builtins.getFlake " + string(lockedReference) + ").outputs";
    }

    private static String request(AttributePath path, Purpose purpose) {
        String names = path.names().stream().map(ResolveExpression::string).collect(Collectors.joining(" "));
        return "{ path = [ " + names + " ]; fromRoot = " + path.fromRoot() + "; run = " + (purpose == Purpose.RUN)
                + "; }";
    }

    /** Returns a string of the Nix language; nothing in the text can end it or be interpolated. */
    static String string(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("${", "\\${") + "\"";
    }

    private static String load() {
        try (InputStream file = ResolveExpression.class.getResourceAsStream("resolve.nix")) {
            String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .collect(Collectors.joining(" "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
