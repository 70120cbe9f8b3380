package io.github.nixadhoc.internal.search;

/**
 * A consumer of the packages of a flake. It receives bytes of UTF-8, because there may be a hundred thousand packages.
 */
public interface PackageSink {

    /**
     * Receives a package.
     *
     * @param text its attribute path, in which {@link Segment#INNER_DOT} stands for a dot inside of a name, its name with the
     *     version, its description and its main program, separated by one byte each; the array is reused
     * @param ends where each of the four ends; the array is reused
     */
    void add(byte[] text, int[] ends);
}
