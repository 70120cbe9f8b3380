package io.github.nixadhoc.internal.resolution;

import io.github.nixadhoc.internal.resolve.Purpose;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Phase;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A query for the packages of one command.
 *
 * @param purpose the use that the command makes of them
 * @param installables the packages, in order
 * @param directory the directory from which relative references start; null for that of the JVM
 * @param refresh whether Nix is called even if the cache has a valid answer
 * @param line the line of the command, for messages
 */
public record PackageQuery(
        Purpose purpose,
        List<Installable> installables,
        @Nullable Path directory,
        boolean refresh,
        Supplier<String> line) {

    /** Returns the context for failures of the resolution. */
    FailureContext failureContext() {
        return new FailureContext(installables, line, Phase.RESOLVE);
    }
}
