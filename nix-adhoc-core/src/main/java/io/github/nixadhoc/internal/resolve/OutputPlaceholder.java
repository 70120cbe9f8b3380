package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.model.StorePath;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;

/**
 * The text that Nix puts in the place of an output path that depends on the content of the output. It is made from the store
 * derivation and the name of the output, in the same way by all versions.
 */
final class OutputPlaceholder {

    private static final String DIGITS = "0123456789abcdfghijklmnpqrsvwxyz";
    private static final int LENGTH = 52;
    private static final Pattern FORM = Pattern.compile("/[" + DIGITS + "]{" + LENGTH + "}");

    private OutputPlaceholder() {}

    /** Returns whether a text may be a placeholder. */
    static boolean isPlaceholder(String text) {
        return FORM.matcher(text).matches();
    }

    /** Returns the placeholder of an output. */
    static String of(StorePath derivation, String output) {
        String name = derivation.name().substring(0, derivation.name().length() - ".drv".length());
        String path = output.equals("out") ? name : name + "-" + output;
        String text = "nix-upstream-output:" + derivation.hash() + ":" + path;
        try {
            return "/" + base32(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nix has an alphabet and an order of its own. */
    private static String base32(byte[] hash) {
        StringBuilder text = new StringBuilder(LENGTH);
        for (int n = LENGTH - 1; n >= 0; n--) {
            int bit = n * 5;
            int at = bit / 8;
            int shift = bit % 8;
            int digit = (hash[at] & 0xff) >> shift;
            if (at + 1 < hash.length) {
                digit |= (hash[at + 1] & 0xff) << (8 - shift);
            }
            text.append(DIGITS.charAt(digit & 0x1f));
        }
        return text.toString();
    }
}
