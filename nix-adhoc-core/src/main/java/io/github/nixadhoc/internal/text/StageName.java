package io.github.nixadhoc.internal.text;

/** Name of a stage of a pipeline in messages. */
public final class StageName {

    private StageName() {}

    /**
     * Returns the name of a stage, as {@code stage 2 of 3}.
     *
     * @param stage the index of the stage, 0 for the first
     * @param of the number of stages
     */
    public static String of(int stage, int of) {
        return "stage " + (stage + 1) + " of " + of;
    }
}
