package io.github.nixadhoc.internal.client;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.resolve.Purpose;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.internal.runtime.NixServices;
import io.github.nixadhoc.internal.runtime.NixTask;
import io.github.nixadhoc.internal.store.StoreInspector;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.StorePathInfo;
import io.github.nixadhoc.model.Transfer;
import io.github.nixadhoc.result.Closure;
import io.github.nixadhoc.result.MissingPaths;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Query for the closures of packages: the paths in the store, and the outputs that are missing.
 *
 * @param installables the packages
 * @param directory the directory from which relative references start; null for that of the JVM
 * @param line the line of the command, for messages
 */
public record ClosureQuery(
        List<Installable> installables, @Nullable Path directory, Supplier<String> line) implements NixTask<Closure> {

    @Override
    public Closure perform(NixRuntime nix, Deadline deadline) {
        nix.policyGate().admit(installables, directory, nix.nixpkgs(), line, deadline);
        NixServices services = nix.services(deadline);
        List<Resolution> resolutions = services.resolver().resolve(installables, Purpose.SHELL, directory, deadline);
        List<StorePath> outputs = resolutions.stream()
                .flatMap(resolution -> resolution.paths().stream())
                .distinct()
                .toList();
        StoreInspector inspector = services.inspector();
        Set<StorePath> valid = inspector.valid(outputs, deadline);
        List<StorePathInfo> paths = inspector.closure(valid, deadline);
        if (valid.containsAll(outputs) && resolutions.stream().allMatch(Resolution::isComplete)) {
            return Closure.of(outputs, paths);
        }
        List<Resolution> incomplete = resolutions.stream()
                .filter(resolution -> !resolution.isComplete() || !valid.containsAll(resolution.paths()))
                .toList();
        Transfer transfer = services.realiser().preview(incomplete, deadline);
        List<StorePath> missing =
                outputs.stream().filter(output -> !valid.contains(output)).toList();
        return Closure.of(outputs, paths, MissingPaths.of(missing, transfer));
    }
}
