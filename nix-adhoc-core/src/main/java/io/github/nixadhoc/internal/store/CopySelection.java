package io.github.nixadhoc.internal.store;

import io.github.nixadhoc.model.StorePath;
import java.util.List;
import java.util.Set;

/**
 * The paths that are to be copied, and what else the other store has to learn about them.
 *
 * @param paths the paths
 * @param outputs the outputs among them, as arguments of Nix: only so the other store learns which build has made them
 * @param isOfContent whether a path depends on its content, so that the other store would build it again without that
 */
public record CopySelection(Set<StorePath> paths, List<String> outputs, boolean isOfContent) {}
