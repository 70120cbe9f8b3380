package io.github.nixadhoc.internal.search;

/** Takes the packages of a flake, as bytes of UTF-8, since there may be a hundred thousand. */
public interface PackageSink {

    /**
     * Takes a package.
     *
     * @param text its attribute path, its name with the version and its description, a byte apart; not to be kept
     * @param pathEnd where the attribute path ends
     * @param nameEnd where the name ends
     * @param end where the description ends
     */
    void add(byte[] text, int pathEnd, int nameEnd, int end);
}
