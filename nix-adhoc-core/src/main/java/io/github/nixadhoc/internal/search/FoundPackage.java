package io.github.nixadhoc.internal.search;

import io.github.nixadhoc.internal.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A package in a search result.
 *
 * @param attributePath its attribute path from the root of the flake
 * @param pname its name
 * @param version its version; empty if it has none
 * @param description its description; empty if it has none
 */
public record FoundPackage(String attributePath, String pname, String version, String description) {

    /** Passes this package to a sink, in the form in which a flake yields it. */
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

    boolean matches(Pattern pattern) {
        return pattern.matcher(attributePath).find()
                || pattern.matcher(pname).find()
                || pattern.matcher(description).find();
    }
}
