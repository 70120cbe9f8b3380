package io.github.nixadhoc.internal.search;

/**
 * The packages of a flake, and the facts about them as a whole.
 *
 * @param facts the facts
 * @param table the packages
 * @param isStored whether the index is also in a file
 */
record Index(IndexFacts facts, PackageTable table, boolean isStored) {}
