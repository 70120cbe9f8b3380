package io.github.nixadhoc.internal.text;

/** The name of a pipeline's stage in messages. */
public final class StageName {

    private StageName() {}

    /**
     * Returns the name of a stage, as {@code stage 2 of 3}.
     *
     * @param stage the index of the stage, 0 for the first
     * @param stages the number of stages
     * @return the name
     */
    public static String of(int stage, int stages) {
        return "stage " + (stage + 1) + " of " + stages;
    }
}
