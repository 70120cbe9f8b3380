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
 * A request to resolve installables.
 *
 * @param purpose the purpose of the packages
 * @param installables the installables in order, with complete flake references
 * @param directory the directory from which relative references start; null for that of the JVM
 * @param configuration other conditions of the answer, such as the allowed licences; empty for none
 */
public record CacheRequest(
        Purpose purpose,
        List<? extends Installable> installables,
        @Nullable Path directory,
        String configuration) {

    public CacheRequest {
        installables = List.copyOf(installables);
    }

    /** Returns the directory from which relative references start, as an absolute path. */
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

    /** Returns whether a reference contains a password, which must not be written to a file. */
    boolean hasSecrets() {
        return installables.stream()
                .map(Installable::toString)
                .anyMatch(text -> !Secrets.maskedReferences(text).equals(text));
    }
}
