package io.github.nixadhoc.internal.run;

/** What becomes of a program once it has been started, as far as a policy is told. */
enum StartMode {
    /** The caller waits for its end. */
    AWAITED,
    /** It runs beside the caller. */
    BACKGROUND,
    /** It runs beside the caller and outlives it. */
    DETACHED,
    /** It runs beside the caller, outlives it and opens windows. */
    GRAPHICAL;

    /** Returns whether nobody is there to end it in time. */
    boolean isDetached() {
        return this == DETACHED || this == GRAPHICAL;
    }
}
