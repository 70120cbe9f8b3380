package io.github.nixadhoc.policy;

import io.github.nixadhoc.internal.text.Words;

/** The form of environment variables, checked where they are named and not only when a process starts. */
final class Variable {

    private Variable() {}

    /**
     * Insists that a variable can be passed to a process.
     *
     * @throws IllegalArgumentException if it cannot; the message shows no value
     */
    static void require(String name, String value) {
        if (name.isEmpty() || name.indexOf('=') >= 0 || !Words.isPassable(name)) {
            throw new IllegalArgumentException(
                    "a variable's name must not be empty and must not hold '=', NUL or half of a surrogate pair: "
                            + WordQuoting.of(name));
        }
        if (!Words.isPassable(value)) {
            throw new IllegalArgumentException("the value of the variable " + WordQuoting.of(name)
                    + " must not hold NUL or half of a surrogate pair");
        }
    }
}
