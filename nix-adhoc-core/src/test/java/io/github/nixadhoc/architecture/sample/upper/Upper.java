package io.github.nixadhoc.architecture.sample.upper;

import io.github.nixadhoc.architecture.sample.lower.Lower;

/** A class that uses one of another package. */
public final class Upper {

    /** A nested class, whose arrows are those of the class around it. */
    public static final class Nested {

        public Lower lower() {
            return new Lower();
        }
    }
}
