package io.github.nixadhoc.internal.cache;

import io.github.nixadhoc.internal.resolve.FileStamp;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** SHA-256 over values, each with its length, so that no two lists of values look the same. Not thread-safe. */
final class Hash {

    private final MessageDigest digest;

    Hash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    void add(@Nullable String text) {
        if (text == null) {
            add(-1);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        add(bytes.length);
        digest.update(bytes);
    }

    void add(Collection<String> texts) {
        add(texts.size());
        texts.forEach(this::add);
    }

    void add(long number) {
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            digest.update((byte) (number >> shift));
        }
    }

    void add(@Nullable FileStamp stamp) {
        if (stamp == null) {
            add(-1);
            return;
        }
        add(stamp.size());
        add(stamp.modified());
        add(stamp.changed());
        add(stamp.inode());
        add(stamp.mode());
    }

    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    static String of(byte[] bytes, int length) {
        Hash hash = new Hash();
        hash.digest.update(bytes, 0, length);
        return hash.hex();
    }
}
