package io.github.nixadhoc.internal.text;

/** Checks of text that an operating system has to pass to a process. */
public final class Words {

    private Words() {}

    /**
     * Returns whether a text can be passed to a process: it holds neither NUL nor an unpaired surrogate, which has no UTF-8.
     */
    public static boolean isPassable(String text) {
        return text.indexOf('\0') < 0 && !hasUnpairedSurrogate(text);
    }

    /** Returns whether a text holds half of a surrogate pair, which has no UTF-8. */
    public static boolean hasUnpairedSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    /**
     * Checks that a word can be passed to a process as an argument.
     *
     * @param word the word
     * @param number the place in its command line that the exception names; 0 for the program
     * @throws IllegalArgumentException if the word cannot be passed
     */
    public static void requirePassable(String word, int number) {
        int nul = word.indexOf('\0');
        if (nul >= 0) {
            throw new IllegalArgumentException("argument " + number + " holds NUL at position " + nul
                    + ", which no operating system can pass to a process");
        }
        if (hasUnpairedSurrogate(word)) {
            throw new IllegalArgumentException("argument " + number + " holds half of a surrogate pair");
        }
    }
}
