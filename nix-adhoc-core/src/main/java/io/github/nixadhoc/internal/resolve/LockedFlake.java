package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.model.StorePath;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The flake that a reference referred to at one moment.
 *
 * @param url the URL with its revision or hash, as Nix prints it; empty if no URL refers to exactly this flake at any
 *     time
 * @param revision the commit; null without version control or with uncommitted changes
 * @param narHash the hash of its source; null if Nix does not print it
 * @param lastModified the time of its last change; null if Nix does not print it
 * @param source the store path of its source
 * @param directory the folder of the flake in the source; empty for the root
 */
public record LockedFlake(
        String url,
        @Nullable String revision,
        @Nullable String narHash,
        @Nullable Instant lastModified,
        StorePath source,
        String directory) {

    /** Returns whether the URL refers to the same source at any time. */
    public boolean isFixed() {
        return revision != null && url.contains(revision) || url.contains("narHash=");
    }

    /** Returns a copy without the URL. */
    LockedFlake withoutUrl() {
        return new LockedFlake("", revision, narHash, lastModified, source, directory);
    }

    /** Returns a copy without the facts that identify its source. */
    LockedFlake unidentified() {
        return new LockedFlake("", null, null, null, source, directory);
    }
}
