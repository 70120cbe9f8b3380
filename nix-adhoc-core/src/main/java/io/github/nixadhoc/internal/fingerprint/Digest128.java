package io.github.nixadhoc.internal.fingerprint;

import io.github.nixadhoc.internal.store.FileStamp;
import java.util.Collection;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A digest of 128 bits over values, each with its length, so that no two lists of values look the same. Not thread-safe.
 *
 * <p>It is proof against chance and not against forgery, of which nobody would have anything here. A digest that is takes a
 * new JVM 15 ms, for the providers of it.
 */
public final class Digest128 {

    private static final int CHARS_AT_ONCE = Long.BYTES / Character.BYTES;

    private long first = 0x9e3779b97f4a7c15L;
    private long second = 0xc2b2ae3d27d4eb4fL;

    public Digest128() {}

    /** Returns the digest of one text. */
    public static String of(String text) {
        Digest128 hash = new Digest128();
        hash.add(text);
        return hash.hex();
    }

    public void add(@Nullable String text) {
        if (text == null) {
            add(-1);
            return;
        }
        add(text.length());
        for (int i = 0; i < text.length(); i += CHARS_AT_ONCE) {
            long chars = 0;
            for (int j = i; j < Math.min(i + CHARS_AT_ONCE, text.length()); j++) {
                chars = chars << Character.SIZE | text.charAt(j);
            }
            add(chars);
        }
    }

    public void add(Collection<String> texts) {
        add(texts.size());
        for (String text : texts) {
            add(text);
        }
    }

    /** Two chains that mix in different ways, with the constants of MurmurHash3 and of its thirteenth variant. */
    public void add(long number) {
        first = mixed(first ^ number, 33, 0xff51afd7ed558ccdL, 33, 0xc4ceb9fe1a85ec53L, 33);
        second = mixed(second ^ number, 30, 0xbf58476d1ce4e5b9L, 27, 0x94d049bb133111ebL, 31);
    }

    private static long mixed(long bits, int shift1, long factor1, int shift2, long factor2, int shift3) {
        long mixed = (bits ^ bits >>> shift1) * factor1;
        mixed = (mixed ^ mixed >>> shift2) * factor2;
        return mixed ^ mixed >>> shift3;
    }

    public void add(@Nullable FileStamp stamp) {
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

    /** Returns the digest, 32 hexadecimal digits. */
    public String hex() {
        HexFormat format = HexFormat.of();
        return format.toHexDigits(first) + format.toHexDigits(second);
    }
}
