package io.github.nixadhoc.internal.cache;

import io.github.nixadhoc.internal.fingerprint.FlakeSourceFinder;
import io.github.nixadhoc.internal.nix.Secrets;
import io.github.nixadhoc.internal.resolve.Purpose;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Installable.FlakeOutput;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be resolved.
 *
 * @param purpose what for
 * @param installables the installables in order, their flake references filled in
 * @param directory where relative references start from; null for the JVM's directory
 * @param configuration what else the answer depends on, such as which licences are allowed; empty for nothing
 */
public record CacheRequest(
        Purpose purpose,
        List<? extends Installable> installables,
        @Nullable Path directory,
        String configuration) {

    public CacheRequest {
        installables = List.copyOf(installables);
    }

    /** Returns the directory that relative references start from. */
    Path start() {
        return directory == null ? Path.of("").toAbsolutePath() : directory.toAbsolutePath();
    }

    boolean dependsOnDirectory() {
        for (Installable installable : installables) {
            if (installable instanceof FlakeOutput output && !FlakeSourceFinder.isAbsolute(output.reference())) {
                return true;
            }
        }
        return false;
    }

    /** Whether a reference has a password in it, which must not be written to a file. */
    boolean hasSecrets() {
        return installables.stream()
                .map(Installable::toString)
                .anyMatch(text -> !Secrets.maskedReferences(text).equals(text));
    }
}
