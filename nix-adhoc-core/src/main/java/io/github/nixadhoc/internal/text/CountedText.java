package io.github.nixadhoc.internal.text;

/**
 * A text that can be looked at a limited number of times, for a regular expression that may take years.
 *
 * <p>Not thread-safe.
 */
public final class CountedText implements CharSequence {

    private final String text;
    private long left;

    /**
     * Creates a text that can be looked at so many times.
     *
     * @param text the text
     * @param steps the number of characters that are handed out, repeated ones included
     */
    public CountedText(String text, long steps) {
        this.text = text;
        this.left = steps;
    }

    /** Allows so many steps from now on. */
    public void allow(long steps) {
        left = steps;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        left--;
        if (left < 0) {
            throw new TooManyStepsException();
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }

    /** Ends a comparison that takes too long. */
    public static final class TooManyStepsException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooManyStepsException() {
            super("too many steps");
        }
    }
}
