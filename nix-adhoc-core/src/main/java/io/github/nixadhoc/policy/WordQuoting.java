package io.github.nixadhoc.policy;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Quotes words so that a person sees the bounds of each word and every special character. The text is ASCII, since letters of
 * other alphabets can look alike.
 */
final class WordQuoting {

    private static final int FIRST_BEYOND_ASCII = 0x7F;

    /** A longer run of one character is counted: it could move what follows out of sight. */
    private static final int MAX_RUN = 20;

    private WordQuoting() {}

    static String of(List<String> words) {
        return words.stream().map(WordQuoting::of).collect(Collectors.joining(" "));
    }

    static String of(String word) {
        StringBuilder text = new StringBuilder("'");
        int i = 0;
        while (i < word.length()) {
            char c = word.charAt(i);
            int end = i + 1;
            while (end < word.length() && word.charAt(end) == c) {
                end++;
            }
            if (end - i > MAX_RUN) {
                text.append("'[")
                        .append(end - i)
                        .append(" times '")
                        .append(shown(c))
                        .append("']'");
            } else {
                text.append(shown(c).repeat(end - i));
            }
            i = end;
        }
        return text.append('\'').toString();
    }

    private static String shown(char c) {
        if (c < ' ' || c >= FIRST_BEYOND_ASCII || c == '\\') {
            return String.format("\\u%04x", (int) c);
        }
        return c == '\'' ? "'\\''" : String.valueOf(c);
    }
}
