package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.model.StorePath;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a flake reference stood for at one moment.
 *
 * @param url the reference with its revision or hash, as Nix prints it
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
        String directory) {}
