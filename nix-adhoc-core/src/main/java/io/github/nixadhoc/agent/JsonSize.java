package io.github.nixadhoc.agent;

import java.util.List;
import java.util.Map;

/**
 * The number of bytes that something takes as JSON in UTF-8, which is how frameworks send it. A character beyond the
 * basic plane is counted as the two escapes that jackson makes of it unless told otherwise.
 */
final class JsonSize {

    private static final int QUOTES = 2;
    private static final int SHORT_ESCAPE = 2;
    private static final int LONG_ESCAPE = 6;
    private static final int FIRST_OF_TWO_BYTES = 0x80;
    /** A character has this many bytes in UTF-8 if it is a pair of surrogates in Java. */
    private static final int SURROGATE_PAIR_BYTES = 4;

    private static final int FIRST_OF_THREE_BYTES = 0x800;

    private JsonSize() {}

    static int of(Map<String, Object> fields) {
        int size = QUOTES;
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            size += of(field.getKey()) + of(field.getValue()) + 2;
        }
        return size;
    }

    private static int of(Object value) {
        if (value instanceof List<?> list) {
            return QUOTES + list.stream().mapToInt(item -> of(item) + 1).sum();
        }
        return value instanceof String text ? of(text) : value.toString().length();
    }

    static int of(String text) {
        int size = QUOTES;
        for (int i = 0; i < text.length(); i++) {
            size += ofUnit(text.charAt(i));
        }
        return size;
    }

    /** Returns the size of half a pair of surrogates, too. */
    static int ofUnit(char unit) {
        if (unit < FIRST_OF_TWO_BYTES) {
            return ofAscii(unit);
        }
        if (Character.isSurrogate(unit)) {
            return LONG_ESCAPE;
        }
        return unit < FIRST_OF_THREE_BYTES ? 2 : 3;
    }

    /** Returns the size of a character that has this many bytes, at least two, in UTF-8. */
    static int ofCharacter(int utf8Bytes) {
        return utf8Bytes < SURROGATE_PAIR_BYTES ? utf8Bytes : 2 * LONG_ESCAPE;
    }

    static int ofAscii(int character) {
        return switch (character) {
            case '"', '\\', '\n', '\r', '\t', '\b', '\f' -> SHORT_ESCAPE;
            default -> character < ' ' ? LONG_ESCAPE : 1;
        };
    }
}
