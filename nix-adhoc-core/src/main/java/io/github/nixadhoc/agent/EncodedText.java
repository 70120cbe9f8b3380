package io.github.nixadhoc.agent;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A text as the units of its encoding, each in a char, so that ASCII can be found and inserted without a loss in other
 * parts.
 *
 * <p>A unit is a byte, which suits every encoding that includes ASCII. It is two bytes after a byte order mark of UTF-16.
 *
 * @param text the units
 * @param order the order of the bytes of UTF-16; null for units of a byte
 */
record EncodedText(String text, @Nullable ByteOrder order) {

    static final EncodedText NONE = new EncodedText("", null);

    /**
     * Returns the text of bytes.
     *
     * @return the text; null if ASCII cannot be inserted into it
     */
    static @Nullable EncodedText of(byte[] bytes) {
        ByteOrder order = order(bytes);
        if (order != null && bytes.length % 2 != 0) {
            return null;
        }
        String text = order == null
                ? new String(bytes, StandardCharsets.ISO_8859_1)
                : ByteBuffer.wrap(bytes).order(order).asCharBuffer().toString();
        return text.indexOf('\0') >= 0 ? null : new EncodedText(text, order);
    }

    private static @Nullable ByteOrder order(byte[] bytes) {
        if (bytes.length < 2) {
            return null;
        }
        int mark = (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
        return switch (mark) {
            case 0xFEFF -> ByteOrder.BIG_ENDIAN;
            case 0xFFFE -> ByteOrder.LITTLE_ENDIAN;
            default -> null;
        };
    }

    EncodedText with(String changed) {
        return new EncodedText(changed, order);
    }

    byte[] toBytes() {
        if (order == null) {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
        ByteBuffer bytes = ByteBuffer.allocate(2 * text.length()).order(order);
        bytes.asCharBuffer().put(text);
        return bytes.array();
    }
}
