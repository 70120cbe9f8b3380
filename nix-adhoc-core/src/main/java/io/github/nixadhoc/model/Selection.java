package io.github.nixadhoc.model;

import java.util.List;

/**
 * An attribute of code, and the outputs that are asked for.
 *
 * @param path the attribute path; empty for the value of the code
 * @param outputs the outputs
 */
record Selection(String path, List<String> outputs) {

    /**
     * Returns the selection in a text such as {@code openssl^dev} or {@code ^dev}.
     *
     * @throws IllegalArgumentException if the text is none
     */
    static Selection parse(String text) {
        if (text.isEmpty()) {
            return new Selection("", List.of());
        }
        if (text.startsWith("^")) {
            List<String> outputs = List.of(text.substring(1).split(",", -1));
            requireValid("", outputs);
            return new Selection("", outputs);
        }
        if (Installable.parse(text) instanceof Installable.Attribute attribute) {
            return new Selection(attribute.path(), attribute.outputs());
        }
        throw new IllegalArgumentException("not an attribute path: \"" + text + "\"");
    }

    /** Insists that {@link #parse} reads the text of an attribute and its outputs as the same. */
    static void requireValid(String path, List<String> outputs) {
        // a name in its place is checked together with the outputs
        InstallableParser.requireAttribute(path.isEmpty() ? "value" : path, outputs);
    }
}
