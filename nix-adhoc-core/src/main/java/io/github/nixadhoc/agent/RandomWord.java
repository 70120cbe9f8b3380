package io.github.nixadhoc.agent;

import java.security.SecureRandom;

/** Words that nobody can guess, without letters and digits that are easily confused. */
final class RandomWord {

    private static final String ALPHABET = "abcdefghjkmnpqrstvwxyz23456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomWord() {}

    static String of(int length) {
        StringBuilder word = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            word.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return word.toString();
    }
}
