package io.github.nixadhoc.internal.audit;

import java.util.List;

/** One object of JSON on one line, in ASCII: whatever is in a text, it stays within its quotes. */
public final class JsonLine {

    private static final char FIRST_BEYOND_ASCII = 0x7F;

    /** Of a usual line, which so need not grow. */
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

    /** Returns it without its end, for one more member. */
    String open() {
        return text.toString();
    }
}
