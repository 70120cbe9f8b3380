package io.github.nixadhoc.internal.run;

/** Relation of a started program to its caller. */
enum StartMode {
    /** The caller waits for its end. */
    AWAITED,
    /** It runs in the background. */
    BACKGROUND,
    /** It runs in the background and outlives the JVM. */
    DETACHED,
    /** It runs in the background, outlives the JVM and opens windows. */
    GRAPHICAL;

    /** Returns whether it outlives the JVM, which so cannot stop it in time. */
    boolean isDetached() {
        return this == DETACHED || this == GRAPHICAL;
    }
}
