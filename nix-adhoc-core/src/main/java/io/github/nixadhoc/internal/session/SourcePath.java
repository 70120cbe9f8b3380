package io.github.nixadhoc.internal.session;

import io.github.nixadhoc.model.StorePath;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** The computation of a flake source's store path from its hash. */
final class SourcePath {

    private static final String ALPHABET = "0123456789abcdfghijklmnpqrsvwxyz";
    private static final int HASH_BYTES = 20;
    private static final int HASH_LENGTH = 32;

    private SourcePath() {}

    /**
     * Returns the store path of a source.
     *
     * @param narHash the hash in Base64, as it comes after {@code sha256-}
     * @param storeDirectory the directory of the store
     */
    static StorePath of(String narHash, String storeDirectory) {
        String hash = HexFormat.of().formatHex(Base64.getDecoder().decode(narHash));
        byte[] digest = sha256("source:sha256:" + hash + ":" + storeDirectory + ":source");
        byte[] folded = new byte[HASH_BYTES];
        for (int i = 0; i < digest.length; i++) {
            folded[i % HASH_BYTES] ^= digest[i];
        }
        return StorePath.parse(storeDirectory + "/" + base32(folded) + "-source");
    }

    /** Nix treats the bytes as a little-endian number and writes its highest five bits first. */
    private static String base32(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        BigInteger number = new BigInteger(1, reversed);
        StringBuilder text = new StringBuilder();
        for (int i = HASH_LENGTH - 1; i >= 0; i--) {
            text.append(ALPHABET.charAt(number.shiftRight(5 * i).intValue() & 31));
        }
        return text.toString();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
