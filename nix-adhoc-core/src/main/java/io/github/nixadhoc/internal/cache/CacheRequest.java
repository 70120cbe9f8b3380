package io.github.nixadhoc.internal.cache;

import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.internal.fingerprint.FlakeSourceFinder;
import io.github.nixadhoc.internal.fingerprint.MissingFile;
import io.github.nixadhoc.internal.fingerprint.NixSnapshot;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.Secrets;
import io.github.nixadhoc.internal.resolve.Purpose;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Installable.Code;
import io.github.nixadhoc.model.Installable.FlakeOutput;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
        return NixCall.startOf(directory);
    }

    /** Returns a failure with its cause, if that is a file missing in one of the flakes; else the failure itself. */
    public NixException explained(NixException failure, NixSnapshot snapshot) {
        Set<String> references = new LinkedHashSet<>();
        for (Installable installable : installables) {
            if (installable instanceof FlakeOutput output) {
                references.add(output.reference());
            }
        }
        return MissingFile.explained(failure, references, start(), snapshot.sources());
    }

    boolean dependsOnDirectory() {
        for (Installable installable : installables) {
            if (installable instanceof FlakeOutput output && !FlakeSourceFinder.isAbsolute(output.reference())) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether an installable is an expression, a file, or a flake with an input of which nothing is observed. */
    boolean hasUnobserved() {
        for (Installable installable : installables) {
            if (installable instanceof Code
                    || installable instanceof FlakeOutput output
                            && !output.overrides().isEmpty()) {
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
