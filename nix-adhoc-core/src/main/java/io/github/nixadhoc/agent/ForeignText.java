package io.github.nixadhoc.agent;

/**
 * The marks around text of a reply that others have written: the output of a program, the description of a package, the
 * messages of Nix. They have a random word, a new one for each reply, so no author of such a text can write the end mark
 * and go on as if the tool spoke.
 *
 * <p>Immutable.
 */
final class ForeignText {

    private static final int WORD_LENGTH = 8;

    private final String begin;
    private final String end;

    private ForeignText(String word) {
        begin = "<foreign-" + word + ">";
        end = "</foreign-" + word + ">";
    }

    /** Returns the marks for one reply. */
    static ForeignText marks() {
        return new ForeignText(RandomWord.of(WORD_LENGTH));
    }

    /** Marks a text within a line. */
    String inline(String text) {
        return begin + text + end;
    }

    /** Marks lines. The text begins on a line of its own, and the end mark follows at once, so that the text stays exact. */
    String lines(String text) {
        return begin + "\n" + text + end;
    }
}
