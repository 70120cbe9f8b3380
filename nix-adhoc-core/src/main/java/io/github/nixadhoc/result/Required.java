package io.github.nixadhoc.result;

import org.jspecify.annotations.Nullable;

/** Checks the parts that a result cannot do without. */
final class Required {

    private Required() {}

    /**
     * Returns a part.
     *
     * @param part the part, null if it has not been set
     * @param name the name of the builder's method that sets it
     * @throws IllegalStateException if it has not been set
     */
    static <T> T of(@Nullable T part, String name) {
        if (part == null) {
            throw new IllegalStateException(name + " is missing");
        }
        return part;
    }
}
