package io.github.nixadhoc.error;

import io.github.nixadhoc.model.StorePath;
import java.util.List;

/**
 * Reports that store paths cannot be deleted because a root, a running program or another path needs them.
 *
 * @since 0.1
 */
public final class PathInUseException extends NixException {

    private static final long serialVersionUID = 1L;

    private final transient List<StorePath> paths;
    private final transient List<String> roots;

    /**
     * Creates the exception.
     *
     * @param failure what happened
     * @param paths the paths that are in use
     * @param roots the roots that keep them; empty if only other paths need them
     */
    public PathInUseException(Failure failure, List<StorePath> paths, List<String> roots) {
        super(failure);
        this.paths = List.copyOf(paths);
        this.roots = List.copyOf(roots);
    }

    /**
     * Returns the paths that are in use.
     *
     * @return the paths
     */
    public List<StorePath> paths() {
        return paths;
    }

    /**
     * Returns the roots that keep the paths.
     *
     * @return links, or uses by processes as in {@code /proc/123/exe}; empty if only other paths need them
     */
    public List<String> roots() {
        return roots;
    }
}
