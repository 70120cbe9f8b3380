package io.github.nixadhoc.internal.fingerprint;

import io.github.nixadhoc.internal.store.FileStamp;
import java.util.Collection;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A digest of 128 bits over values, each with its length, so that two different lists of values differ. Not thread-safe.
 *
 * <p>It protects against chance, not against forgery: an attacker who can write these values gains nothing from a collision.
 * A cryptographic digest would take a new JVM 15 ms, most of it to load the security providers.
 */
public final class Digest128 {

    private static final int CHARS_PER_LONG = Long.BYTES / Character.BYTES;

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
            mix(-1);
            return;
        }
        int length = text.length();
        long[] numbers = new long[1 + (length + CHARS_PER_LONG - 1) / CHARS_PER_LONG];
        numbers[0] = length;
        for (int i = 0; i < length; i++) {
            int at = 1 + i / CHARS_PER_LONG;
            numbers[at] = numbers[at] << Character.SIZE | text.charAt(i);
        }
        mix(numbers);
    }

    public void add(Collection<String> texts) {
        mix(texts.size());
        for (String text : texts) {
            add(text);
        }
    }

    public void add(long number) {
        mix(number);
    }

    public void add(@Nullable FileStamp stamp) {
        if (stamp == null) {
            mix(-1);
            return;
        }
        mix(stamp.size(), stamp.modified(), stamp.changed(), stamp.inode(), stamp.mode());
    }

    /** Adds numbers to two chains, with the constants of MurmurHash3 and of its thirteenth variant. */
    private void mix(long... numbers) {
        long one = first;
        long other = second;
        for (long number : numbers) {
            one ^= number;
            one = (one ^ one >>> 33) * 0xff51afd7ed558ccdL;
            one = (one ^ one >>> 33) * 0xc4ceb9fe1a85ec53L;
            one ^= one >>> 33;
            other ^= number;
            other = (other ^ other >>> 30) * 0xbf58476d1ce4e5b9L;
            other = (other ^ other >>> 27) * 0x94d049bb133111ebL;
            other ^= other >>> 31;
        }
        first = one;
        second = other;
    }

    /** Returns the digest, 32 hexadecimal digits. */
    public String hex() {
        HexFormat format = HexFormat.of();
        return format.toHexDigits(first) + format.toHexDigits(second);
    }
}
