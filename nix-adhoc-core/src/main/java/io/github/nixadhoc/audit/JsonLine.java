package io.github.nixadhoc.audit;

import java.util.List;

/** One object of JSON on one line, in ASCII: whatever is in a text, it stays within its quotes. */
final class JsonLine {

    private static final char FIRST_BEYOND_ASCII = 0x7F;

    private final StringBuilder text = new StringBuilder("{");

    void put(String name, String value) {
        name(name);
        quote(value);
    }

    void put(String name, long value) {
        name(name);
        text.append(value);
    }

    void put(String name, boolean value) {
        name(name);
        text.append(value);
    }

    void put(String name, List<String> values) {
        name(name);
        text.append('[');
        for (int i = 0; i < values.size(); i++) {
            text.append(i == 0 ? "" : ",");
            quote(values.get(i));
        }
        text.append(']');
    }

    void putObjects(String name, List<JsonLine> objects) {
        name(name);
        text.append('[');
        for (int i = 0; i < objects.size(); i++) {
            text.append(i == 0 ? "" : ",").append(objects.get(i));
        }
        text.append(']');
    }

    private void name(String name) {
        if (text.length() > 1) {
            text.append(',');
        }
        quote(name);
        text.append(':');
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || c >= FIRST_BEYOND_ASCII) {
                text.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }

    /** Returns it without its end, for one more member. */
    String open() {
        return text.toString();
    }

    @Override
    public String toString() {
        return text + "}";
    }
}
