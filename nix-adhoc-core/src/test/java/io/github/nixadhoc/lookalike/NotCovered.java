package io.github.nixadhoc.lookalike;

/** A command line that the public API cannot express. */
final class NotCovered extends RuntimeException {

    private static final long serialVersionUID = 1;

    NotCovered(String word) {
        super(word);
    }
}
