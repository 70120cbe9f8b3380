package io.github.nixadhoc.architecture.sample.lower;

import io.github.nixadhoc.architecture.sample.upper.Upper;

/** A class that uses one of a package that uses its own. */
public final class Climber {

    public Upper[] upper() {
        return new Upper[0];
    }
}
