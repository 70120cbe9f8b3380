package io.github.nixadhoc.internal.fingerprint;

import io.github.nixadhoc.internal.nix.NixBinary;
import java.time.Duration;

/**
 * The state of everything that each answer of Nix depends on, as one look at this machine has found it. One run uses one
 * snapshot for all its decisions; the next run takes a new one.
 *
 * <p>Immutable.
 */
public final class NixSnapshot {

    private final NixBinary binary;
    private final NixConfigFiles.Settings settings;
    private final String digest;

    NixSnapshot(NixBinary binary, NixConfigFiles.Settings settings, String digest) {
        this.binary = binary;
        this.settings = settings;
        this.digest = digest;
    }

    /** Returns whether this is the snapshot of a binary and of settings that have been read once. */
    @SuppressWarnings(
            "ReferenceEquality") // the same object has been read once; equal ones may have been read at other times
    boolean isOf(NixBinary other, NixConfigFiles.Settings found) {
        return settings == found && binary.equals(other);
    }

    /** Returns a digest of all of it. */
    public String digest() {
        return digest;
    }

    /** Returns how long Nix uses a download without asking for a newer one. */
    public Duration tarballTtl() {
        return settings.tarballTtl();
    }

    /** Returns a finder of the sources of flakes, which reads the registries of this snapshot. */
    public FlakeSourceFinder sources() {
        return new FlakeSourceFinder(settings.registries(), settings.globalRegistry());
    }
}
