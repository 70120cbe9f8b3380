package io.github.nixadhoc.internal.daemon;

import io.github.nixadhoc.model.StorePath;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;

/** A writer of the values that {@link WireReader} reads, into memory, so that a request is sent as a whole. */
final class WireWriter {

    private static final int ALIGNMENT = 8;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    WireWriter number(long number) {
        put(number);
        return this;
    }

    WireWriter flag(boolean flag) {
        return number(flag ? 1 : 0);
    }

    WireWriter text(String text) {
        put(text);
        return this;
    }

    WireWriter path(StorePath path) {
        return text(path.value());
    }

    WireWriter texts(Collection<String> texts) {
        put(texts.size());
        texts.forEach(this::put);
        return this;
    }

    WireWriter paths(Collection<StorePath> paths) {
        return texts(paths.stream().map(StorePath::value).toList());
    }

    WireWriter texts(Map<String, String> texts) {
        put(texts.size());
        texts.forEach((name, value) -> {
            put(name);
            put(value);
        });
        return this;
    }

    private void put(long number) {
        bytes.writeBytes(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number)
                .array());
    }

    private void put(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        put(encoded.length);
        bytes.writeBytes(encoded);
        bytes.writeBytes(new byte[-encoded.length & (ALIGNMENT - 1)]);
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
