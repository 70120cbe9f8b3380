package io.github.nixadhoc.internal.search;

/**
 * The packages of a flake, and what is known of them as a whole.
 *
 * @param isStored whether it is in a file, too
 */
record Index(IndexFacts facts, PackageTable table, boolean isStored) {}
