package io.github.nixadhoc.internal.cache;

import io.github.nixadhoc.internal.fingerprint.SourceWay;
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
 * An answer of Nix, with all that decides whether Nix would still give it.
 *
 * <p>Immutable; equality is by content.
 *
 * @param version the version of the Nix that answered
 * @param system the system that it builds for
 * @param storeDirectory the store directory of its paths
 * @param store the address of its store
 * @param resolvedMillis the time of the answer, in milliseconds since 1970
 * @param floating whether the answer may change although nothing changes on this machine
 * @param ways the ways to the sources of flakes that can change by themselves
 * @param trees the folders on this machine that the answer depends on
 * @param resolutions the answer, one resolution for each installable
 * @param realised the outputs in the store; null if it is not known that they are there
 */
public record CachedAnswer(
        NixVersion version,
        String system,
        String storeDirectory,
        String store,
        long resolvedMillis,
        boolean floating,
        List<SourceWay> ways,
        List<Tree> trees,
        List<Resolution> resolutions,
        @Nullable RealisedOutputs realised) {

    /**
     * A folder on this machine that an answer depends on.
     *
     * @param folder the folder
     * @param fingerprint the digest of its fingerprint
     */
    public record Tree(Path folder, String fingerprint) {}

    public CachedAnswer {
        ways = List.copyOf(ways);
        trees = List.copyOf(trees);
        resolutions = List.copyOf(resolutions);
    }

    /** Returns the Nix that answered, given its binary. */
    public NixInstallation installation(Path binary) {
        return new NixInstallation(binary, version, system, storeDirectory, store);
    }

    /** Returns whether the locked flake of each flake reference is known. */
    public boolean hasAllFlakes() {
        for (Resolution resolution : resolutions) {
            if (resolution.flake() == null && resolution.installable() instanceof FlakeOutput) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether a registry led to a reference with a password, which must not be written to a file. */
    boolean hasSecrets() {
        for (Resolution resolution : resolutions) {
            LockedFlake flake = resolution.flake();
            if (flake != null && !Secrets.maskedReferences(flake.url()).equals(flake.url())) {
                return true;
            }
        }
        return false;
    }

    CachedAnswer withRealised(List<Resolution> completed, RealisedOutputs there) {
        return new CachedAnswer(
                version, system, storeDirectory, store, resolvedMillis, floating, ways, trees, completed, there);
    }
}
