package io.github.nixadhoc.internal.audit;

import java.util.List;

/** A JSON object on one line, in ASCII. All special characters in texts are escaped. */
public final class JsonLine {

    private static final char FIRST_BEYOND_ASCII = 0x7F;

    /** The capacity that most lines need. */
    private static final int LENGTH = 1024;

    private final StringBuilder text = new StringBuilder(LENGTH).append('{');

    /** Adds a member. */
    public void put(String name, String value) {
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
            text.append(i == 0 ? "" : ",").append(objects.get(i).text).append('}');
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
        int done = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= ' ' && c < FIRST_BEYOND_ASCII && c != '"' && c != '\\') {
                continue;
            }
            text.append(value, done, i);
            done = i + 1;
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else {
                text.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
            }
        }
        text.append(value, done, value.length()).append('"');
    }

    /** Returns the object without its end, so that a member can follow. */
    String open() {
        return text.toString();
    }
}
