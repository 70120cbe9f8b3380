package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.model.StorePath;

/**
 * One output that is to be in the store.
 *
 * @param name its name, such as {@code out}; also {@code out} for a store path that is no output
 * @param path where it is, or will be
 */
public record ResolvedOutput(String name, StorePath path) {}
