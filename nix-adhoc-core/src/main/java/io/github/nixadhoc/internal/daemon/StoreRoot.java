package io.github.nixadhoc.internal.daemon;

import io.github.nixadhoc.model.StorePath;

/**
 * A root of the garbage collector.
 *
 * @param link the link, or a description of what uses the path
 * @param path the path that is kept
 */
public record StoreRoot(String link, StorePath path) {}
