package io.github.nixadhoc.model;

import java.util.Objects;

/**
 * Something that keeps a store path, and all that the path needs, from being collected.
 *
 * <p>Immutable and thread-safe.
 *
 * @param link what keeps it: the path of a link outside of the store, or how a running process holds it, for instance
 *     {@code /proc/123/exe}; {@code {censored}} where a daemon does not tell other users
 * @param path the store path that it leads to
 * @param closureSize the sum of the NAR sizes of the path and all that it depends on
 * @param keptAlone the sum of the NAR sizes of what would be garbage without this root. Nothing, if another root leads to
 *     the same path, as is common with running processes, which have a file open in several ways
 * @since 0.1
 */
public record GcRoot(String link, StorePath path, ByteSize closureSize, ByteSize keptAlone) {

    /**
     * Checks for null.
     *
     * @param link what keeps it
     * @param path the store path that it leads to
     * @param closureSize the size of all that it keeps
     * @param keptAlone the size of what nothing else keeps
     */
    public GcRoot {
        Objects.requireNonNull(link, "link");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(closureSize, "closureSize");
        Objects.requireNonNull(keptAlone, "keptAlone");
    }
}
