package io.github.nixadhoc.examples;

/**
 * The first run: a package from Nix, run from Java.
 */
public final class QuickStart {

    private QuickStart() {}

    /**
     * Runs the quick start.
     *
     * @param args none
     */
    public static void main(String[] args) {
        System.out.println("nix-adhoc: the quick start comes with the first commands");
    }
}
