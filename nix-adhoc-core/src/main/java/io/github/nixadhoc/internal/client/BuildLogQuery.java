package io.github.nixadhoc.internal.client;

import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.resolve.Purpose;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.internal.runtime.NixTask;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Query for the log of a build.
 *
 * @param installable the package or store path
 * @param directory the directory from which a relative reference starts; null for that of the JVM
 * @param line the line of the command, for messages
 */
public record BuildLogQuery(
        Installable installable, @Nullable Path directory, Supplier<String> line) implements NixTask<Optional<String>> {

    /** Nix 2.8 to 2.34 tell the lack of a log by an error only. */
    private static final String NO_LOG = "build log of '";

    @Override
    public Optional<String> perform(NixRuntime nix, Deadline deadline) {
        nix.policyGate().admit(List.of(installable), directory, nix.nixpkgs(), line, deadline);
        NixCall call =
                NixCall.nix(Phase.RESOLVE, List.of("log", built(nix, deadline).value()));
        try {
            return Optional.of(nix.cli().run(call, deadline).stdout());
        } catch (NixException e) {
            if (e.shortMessage().contains(NO_LOG)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Returns the derivation, which has a log also if its build failed; else the path. */
    private StorePath built(NixRuntime nix, Deadline deadline) {
        Resolution resolution = nix.services(deadline)
                .resolver()
                .resolve(List.of(installable), Purpose.SHELL, directory, deadline)
                .get(0);
        StorePath derivation = resolution.derivation();
        return derivation == null ? resolution.paths().get(0) : derivation;
    }
}
