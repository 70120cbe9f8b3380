package io.github.nixadhoc;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.StorePath;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is kept in the store under a name.
 *
 * <p>Immutable and thread-safe. {@link #toString()} is made to be read at a prompt.
 *
 * @param name the name
 * @param installable what was pinned, as it was given
 * @param storePaths the outputs that it stood for then, and that are kept with all they depend on
 * @param size what they occupy with all they depend on, as far as it is in the store; what several pins share counts for
 *     each
 * @param pinnedAt when it was pinned, to the millisecond
 * @param lastUsed when one of the store paths was last among the {@link RunResult#storePaths() outputs of a run} by this
 *     library, under this user and with the same store, to the minute; before {@code pinnedAt} if the path was pinned
 *     then already; empty if none has been
 * @param lost those of the store paths that are not in the store any more, or that nothing keeps there, since the link
 *     that did has been removed or changed; empty if all is well
 * @since 0.1
 */
public record Pin(
        String name,
        Installable installable,
        List<StorePath> storePaths,
        ByteSize size,
        Instant pinnedAt,
        Optional<Instant> lastUsed,
        List<StorePath> lost) {

    /**
     * Copies the lists.
     *
     * @param name the name
     * @param installable what was pinned
     * @param storePaths the outputs that it stood for
     * @param size what they occupy
     * @param pinnedAt when it was pinned
     * @param lastUsed when it was used last
     * @param lost what is not kept
     */
    public Pin {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(installable, "installable");
        storePaths = List.copyOf(storePaths);
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(pinnedAt, "pinnedAt");
        Objects.requireNonNull(lastUsed, "lastUsed");
        lost = List.copyOf(lost);
    }

    /**
     * Returns whether a part of what was pinned is gone or not kept. Pinning it again under the same name mends it. Only the
     * store paths themselves are looked at, not what they depend on, which {@link NixClient#verifyStore()} does.
     *
     * @return true if a store path is {@link #lost()}
     */
    public boolean isBroken() {
        return !lost.isEmpty();
    }

    /** Returns name, installable, size, times and store paths. */
    @Override
    public String toString() {
        return Print.pin(this);
    }
}
