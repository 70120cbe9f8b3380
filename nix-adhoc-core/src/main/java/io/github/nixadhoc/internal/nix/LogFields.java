package io.github.nixadhoc.internal.nix;

import java.util.List;

/**
 * The fields of an activity or of a result: texts and numbers, in an order that depends on the type.
 *
 * <p>A field that is missing or of another type reads as empty or 0, because versions of Nix send different fields.
 *
 * @param values the fields, each a String or a Long
 */
public record LogFields(List<Object> values) {

    static final LogFields NONE = new LogFields(List.of());

    public LogFields {
        values = List.copyOf(values);
    }

    /** Returns the text at an index; empty if there is none. */
    public String text(int index) {
        return index < values.size() && values.get(index) instanceof String text ? text : "";
    }

    /** Returns the number at an index; 0 if there is none. */
    public long number(int index) {
        return index < values.size() && values.get(index) instanceof Long number ? number : 0;
    }
}
