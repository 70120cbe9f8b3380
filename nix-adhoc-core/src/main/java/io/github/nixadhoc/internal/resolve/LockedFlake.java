package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.model.StorePath;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a flake reference stood for at one moment.
 *
 * @param url the reference with its revision or hash, as Nix prints it; empty if none stands for just this at any time
 * @param revision the commit; null for what is under no version control, or has changes that are not committed
 * @param narHash the hash of its source; null if Nix does not tell
 * @param lastModified when it was changed last; null if Nix does not tell
 * @param source its source in the store
 * @param directory the folder of the source that the flake is in; empty for its root
 */
public record LockedFlake(
        String url,
        @Nullable String revision,
        @Nullable String narHash,
        @Nullable Instant lastModified,
        StorePath source,
        String directory) {

    /** Whether the reference stands for the same source at any time. */
    boolean isFixed() {
        return revision != null && url.contains(revision) || url.contains("narHash=");
    }

    /** Returns the same without a reference that would stand for it at another time. */
    LockedFlake withoutUrl() {
        return new LockedFlake("", revision, narHash, lastModified, source, directory);
    }

    /** Returns the same without all that would tell what its source was. */
    LockedFlake unknown() {
        return new LockedFlake("", null, null, null, source, directory);
    }
}
