package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.model.StorePath;

/**
 * An output of an installable.
 *
 * @param name its name, such as {@code out}; {@code out} also for a store path that is no output
 * @param path its store path, which may not exist yet
 */
public record ResolvedOutput(String name, StorePath path) {}
