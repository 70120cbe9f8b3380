package io.github.nixadhoc.internal.search;

/**
 * A consumer of the packages of a flake. It receives bytes of UTF-8, because there may be a hundred thousand packages.
 */
public interface PackageSink {

    /**
     * Receives a package.
     *
     * @param text its attribute path, its name with the version and its description, separated by one byte each; the
     *     array is reused
     * @param pathEnd where the attribute path ends
     * @param nameEnd where the name ends
     * @param end where the description ends
     */
    void add(byte[] text, int pathEnd, int nameEnd, int end);
}
