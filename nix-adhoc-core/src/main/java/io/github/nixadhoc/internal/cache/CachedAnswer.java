package io.github.nixadhoc.internal.cache;

import io.github.nixadhoc.internal.nix.NixInstallation;
import io.github.nixadhoc.internal.nix.Secrets;
import io.github.nixadhoc.internal.resolve.LockedFlake;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.model.Installable.FlakeOutput;
import io.github.nixadhoc.model.NixVersion;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Nix once answered, and what decides whether it still would.
 *
 * <p>Immutable; equality is by content.
 *
 * @param version the version of the Nix that answered
 * @param system the system that it builds for
 * @param storeDirectory where its store paths begin
 * @param resolvedMillis when it answered, in milliseconds since 1970
 * @param floating whether the answer may be another one some day without that anything changes on this machine
 * @param trees the folders on this machine that it came from
 * @param resolutions the answer, one for each installable
 * @param realised that all of it has been in the store; null if that is not known
 */
public record CachedAnswer(
        NixVersion version,
        String system,
        String storeDirectory,
        long resolvedMillis,
        boolean floating,
        List<Tree> trees,
        List<Resolution> resolutions,
        @Nullable RealisedOutputs realised) {

    /**
     * A folder on this machine that an answer came from.
     *
     * @param folder the folder
     * @param fingerprint the digest of its fingerprint
     */
    public record Tree(Path folder, String fingerprint) {}

    public CachedAnswer {
        trees = List.copyOf(trees);
        resolutions = List.copyOf(resolutions);
    }

    /** Returns the Nix that answered, by the binary that it is. */
    public NixInstallation installation(Path binary) {
        return new NixInstallation(binary, version, system, storeDirectory);
    }

    /** Returns whether it tells what each flake reference stood for. */
    public boolean tellsFlakes() {
        for (Resolution resolution : resolutions) {
            if (resolution.flake() == null && resolution.installable() instanceof FlakeOutput) {
                return false;
            }
        }
        return true;
    }

    /** Whether a registry has led to a reference with a password in it, which must not be written to a file. */
    boolean hasSecrets() {
        for (Resolution resolution : resolutions) {
            LockedFlake flake = resolution.flake();
            if (flake != null && !Secrets.maskedReferences(flake.url()).equals(flake.url())) {
                return true;
            }
        }
        return false;
    }

    CachedAnswer with(@Nullable RealisedOutputs changed) {
        return new CachedAnswer(version, system, storeDirectory, resolvedMillis, floating, trees, resolutions, changed);
    }
}
