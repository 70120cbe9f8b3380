package io.github.nixadhoc.policy;

import java.util.List;
import java.util.stream.Collectors;

/** Quotes words so that a person sees the bounds of each word and every special character. */
final class WordQuoting {

    private static final int FIRST_BEYOND_ASCII = 0x7F;

    private WordQuoting() {}

    static String of(List<String> words) {
        return words.stream().map(WordQuoting::of).collect(Collectors.joining(" "));
    }

    static String of(String word) {
        StringBuilder text = new StringBuilder("'");
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c < ' ' || c >= FIRST_BEYOND_ASCII || c == '\\') {
                text.append(String.format("\\u%04x", (int) c));
            } else if (c == '\'') {
                text.append("'\\''");
            } else {
                text.append(c);
            }
        }
        return text.append('\'').toString();
    }
}
