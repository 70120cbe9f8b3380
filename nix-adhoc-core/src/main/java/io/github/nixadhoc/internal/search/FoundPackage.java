package io.github.nixadhoc.internal.search;

import io.github.nixadhoc.internal.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A package that a search has found.
 *
 * @param attributePath where in the flake it is, from the root on
 * @param pname its name
 * @param version its version; empty if it has none
 * @param description what it says of itself; empty if nothing
 */
public record FoundPackage(String attributePath, String pname, String version, String description) {

    /** Hands it over as it came from the flake. */
    public void addTo(PackageSink sink) {
        String name = version.isEmpty() ? pname : pname + "-" + version;
        byte[] text = (attributePath + " " + name + " " + description).getBytes(StandardCharsets.UTF_8);
        int pathEnd = attributePath.getBytes(StandardCharsets.UTF_8).length;
        int nameEnd = pathEnd + 1 + name.getBytes(StandardCharsets.UTF_8).length;
        sink.add(text, pathEnd, nameEnd, text.length);
    }

    public static FoundPackage read(String attributePath, JsonValue value) {
        return new FoundPackage(
                attributePath, text(value, "pname"), text(value, "version"), text(value, "description"));
    }

    private static String text(JsonValue value, String name) {
        String text = value.get(name).textOrNull();
        return text == null ? "" : text;
    }

    boolean isFoundBy(Pattern pattern) {
        return pattern.matcher(attributePath).find()
                || pattern.matcher(pname).find()
                || pattern.matcher(description).find();
    }
}
