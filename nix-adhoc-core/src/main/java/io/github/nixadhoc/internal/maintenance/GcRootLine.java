package io.github.nixadhoc.internal.maintenance;

import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.model.StorePath;
import java.util.List;

/**
 * A garbage collector root, as {@code nix-store --gc --print-roots} prints it.
 *
 * @param link the root
 * @param path the store path that it keeps
 */
public record GcRootLine(String link, StorePath path) {

    private static final String ARROW = " -> ";

    /** Reads all lines of the output. */
    public static List<GcRootLine> read(String answer) {
        return answer.lines()
                .filter(line -> !line.isBlank())
                .map(GcRootLine::parse)
                .toList();
    }

    /** A link may contain the arrow, and a store path cannot. Nix 2.34 puts the link in double quotes. */
    private static GcRootLine parse(String line) {
        int arrow = line.lastIndexOf(ARROW);
        String path = arrow < 0 ? "" : line.substring(arrow + ARROW.length());
        if (!StorePath.isStorePath(path)) {
            throw JsonValue.unexpected("it does not say what the root keeps: " + line);
        }
        return new GcRootLine(unquoted(line.substring(0, arrow)), StorePath.parse(path));
    }

    private static String unquoted(String link) {
        if (link.length() < 2 || !link.startsWith("\"") || !link.endsWith("\"")) {
            return link;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < link.length() - 1; i++) {
            if (link.charAt(i) == '\\' && i + 1 < link.length() - 1) {
                i++;
            }
            text.append(link.charAt(i));
        }
        return text.toString();
    }
}
