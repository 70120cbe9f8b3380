package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.internal.store.StorePaths;
import io.github.nixadhoc.model.StorePath;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the outputs from the text of a store derivation. This needs no process, and the format has never changed,
 * unlike the output of {@code nix derivation show}.
 */
final class DerivationFile {

    /**
     * An output such as {@code ("out","/nix/store/…","sha256","…")}. Only fixed outputs have the last two values. The path is
     * empty if it depends on the content.
     */
    private static final Pattern OUTPUT = Pattern.compile(
            "\\G,?\\(\"(?<name>[^\"\\\\]*)\",\"(?<path>[^\"\\\\]*)\",\"[^\"]*\",\"(?<hash>[^\"]*)\"\\)");

    /** The text in the place of a hash where each build makes another output. */
    private static final String IMPURE = "impure";

    private static final Pattern START = Pattern.compile("Derive\\(\\[|DrvWithVersion\\(\"[^\"]*\",\\[");

    private DerivationFile() {}

    /**
     * Returns the outputs.
     *
     * @param derivation the store path of the derivation
     * @param text its text
     */
    static List<ResolvedOutput> outputs(StorePath derivation, String text) {
        Matcher start = START.matcher(text);
        if (!start.lookingAt()) {
            throw JsonValue.unexpected("a store derivation does not begin as one");
        }
        List<ResolvedOutput> outputs = new ArrayList<>();
        Matcher output = OUTPUT.matcher(text).region(start.end(), text.length());
        int end = start.end();
        while (output.find()) {
            String name = output.group("name");
            String path = output.group("path");
            outputs.add(
                    path.isEmpty()
                            ? ResolvedOutput.ofContent(
                                    name,
                                    OutputPlaceholder.of(derivation, name),
                                    output.group("hash").equals(IMPURE))
                            : new ResolvedOutput(name, StorePaths.require(path)));
            end = output.end();
        }
        if (outputs.isEmpty() || !text.startsWith("]", end)) {
            throw JsonValue.unexpected("the outputs of a store derivation have an unknown form");
        }
        return outputs;
    }
}
