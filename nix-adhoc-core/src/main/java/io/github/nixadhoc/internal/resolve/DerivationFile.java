package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.internal.json.JsonValue;
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

    /** An output such as {@code ("out","/nix/store/…","sha256","…")}. Only fixed outputs have the last two values. */
    private static final Pattern OUTPUT =
            Pattern.compile("\\G,?\\(\"([^\"\\\\]*)\",\"([^\"\\\\]*)\",\"[^\"]*\",\"[^\"]*\"\\)");

    private static final Pattern START = Pattern.compile("Derive\\(\\[|DrvWithVersion\\(\"[^\"]*\",\\[");

    private DerivationFile() {}

    static List<ResolvedOutput> outputs(String text) {
        Matcher start = START.matcher(text);
        if (!start.lookingAt()) {
            throw JsonValue.unexpected("a store derivation does not begin as one");
        }
        List<ResolvedOutput> outputs = new ArrayList<>();
        Matcher output = OUTPUT.matcher(text).region(start.end(), text.length());
        int end = start.end();
        while (output.find()) {
            if (!StorePath.isStorePath(output.group(2))) {
                throw JsonValue.unexpected(
                        "the path of the output " + output.group(1) + " is not known before it is built");
            }
            outputs.add(new ResolvedOutput(output.group(1), StorePath.parse(output.group(2))));
            end = output.end();
        }
        if (outputs.isEmpty() || !text.startsWith("]", end)) {
            throw JsonValue.unexpected("the outputs of a store derivation have an unknown form");
        }
        return outputs;
    }
}
