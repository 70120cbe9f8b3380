package io.github.nixadhoc.model;

import java.util.List;
import java.util.Objects;

/**
 * A garbage collector root. It protects a store path, and all paths that it depends on, from a garbage collection.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class GcRoot extends EqualByContent {

    private final String link;
    private final StorePath path;
    private final ByteSize closureSize;
    private final ByteSize keptAlone;

    private GcRoot(String link, StorePath path, ByteSize closureSize, ByteSize keptAlone) {
        this.link = Objects.requireNonNull(link, "link");
        this.path = Objects.requireNonNull(path, "path");
        this.closureSize = Objects.requireNonNull(closureSize, "closureSize");
        this.keptAlone = Objects.requireNonNull(keptAlone, "keptAlone");
    }

    /**
     * Returns a {@code GcRoot}. The library uses this, and so may the tests of its users.
     *
     * @param link the link or the use that protects the path
     * @param path the protected store path
     * @param closureSize the size of the path and of all paths that it depends on
     * @param keptAlone the size of the paths that would be garbage without this root
     * @return an immutable {@code GcRoot}
     */
    public static GcRoot of(String link, StorePath path, ByteSize closureSize, ByteSize keptAlone) {
        return new GcRoot(link, path, closureSize, keptAlone);
    }

    /**
     * Returns the link or the use that protects the path.
     *
     * @return the path of a link outside of the store, or the use by a process, for instance {@code /proc/123/exe};
     *     {@code {censored}} if the daemon hides it from this user
     */
    public String link() {
        return link;
    }

    /**
     * Returns the protected store path.
     *
     * @return the store path
     */
    public StorePath path() {
        return path;
    }

    /**
     * Returns the size of the path and of all paths that it depends on.
     *
     * @return the sum of the NAR sizes
     */
    public ByteSize closureSize() {
        return closureSize;
    }

    /**
     * Returns the size of the paths that would be garbage without this root.
     *
     * <p>The size is zero if another root protects the same path. This is common with a process, which has a file open
     * in several ways.
     *
     * @return the sum of the NAR sizes
     */
    public ByteSize keptAlone() {
        return keptAlone;
    }

    @Override
    protected List<Object> parts() {
        return List.of(link, path, closureSize, keptAlone);
    }

    @Override
    public String toString() {
        return "GcRoot[link=" + link + ", path=" + path + ", closureSize=" + closureSize + ", keptAlone=" + keptAlone
                + "]";
    }
}
