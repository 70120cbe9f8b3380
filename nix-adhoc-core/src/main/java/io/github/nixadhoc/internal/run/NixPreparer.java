package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.StoreRaceException;
import io.github.nixadhoc.internal.resolution.PackageResolver;
import io.github.nixadhoc.internal.resolution.ResolvedPackages;
import io.github.nixadhoc.internal.resolution.SharedRealisations;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.Transfer;
import io.github.nixadhoc.policy.Confinement;
import io.github.nixadhoc.result.Plan;
import io.github.nixadhoc.result.PrefetchResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Prepares programs with a real Nix, which is called only where the cache has no valid answer.
 *
 * <p>Thread-safe.
 */
public final class NixPreparer implements Preparer {

    private final NixRuntime nix;
    private final ClientContext context;
    private final PackageResolver resolver;
    private final SharedRealisations realisations;
    private final @Nullable BubblewrapLauncher confining;
    private final BubblewrapLauncher hidingProcesses;

    public NixPreparer(NixRuntime nix, ClientContext context, PackageResolver resolver) {
        this.nix = nix;
        this.context = context;
        this.resolver = resolver;
        this.realisations = new SharedRealisations(nix.packageUse());
        Confinement confinement = context.confinement();
        Map<String, String> variables = nix.settings().variables();
        this.confining = confinement == null
                ? null
                : BubblewrapLauncher.confining(confinement, context.kept(), nix.executor(), variables);
        this.hidingProcesses = BubblewrapLauncher.hidingProcesses(nix.executor(), variables);
    }

    /**
     * Insists that this machine can confine programs if the client asks for that.
     *
     * @throws io.github.nixadhoc.error.ConfinementUnavailableException if it cannot
     */
    public void requireConfinable() {
        if (confining != null) {
            confining.requirePossible();
        }
    }

    @Override
    public boolean canHideProcesses() {
        return confining != null || hidingProcesses.sandboxIfPossible() != null;
    }

    @Override
    public RunStages stages(PipelineRequest request, StartMode mode, boolean hidesProcesses, Deadline deadline) {
        BubblewrapLauncher inRoom = hidesProcesses ? hidingProcesses : null;
        return new NixStages(this, request, mode, confining != null ? confining : inRoom, deadline);
    }

    NixRuntime nix() {
        return nix;
    }

    ClientContext context() {
        return context;
    }

    PackageResolver resolver() {
        return resolver;
    }

    SharedRealisations realisations() {
        return realisations;
    }

    /** Brings bubblewrap into the store, unconfined and under review as any other program. */
    BubblewrapLauncher.FetchedProgram fetchBubblewrap(Deadline deadline) {
        PipelineRequest request = PipelineRequest.of(ProgramRequest.run(Installable.parse("bubblewrap")));
        RunStages stages = new NixStages(this, request, StartMode.AWAITED, null, deadline);
        try {
            PreparedProgram program = ProgramRunner.prepare(stages).get(0);
            return new Bubblewrap(stages, program.file(), program.storePaths());
        } catch (RuntimeException e) {
            stages.notStarted(e);
            stages.close();
            throw e;
        }
    }

    @Override
    public Plan plan(ProgramRequest request, Deadline deadline) {
        context.watches().current().enter(Phase.RESOLVE);
        Supplier<String> line = () -> context.renderer().withoutValues(request);
        WorkingDirectory.require(request, line);
        context.policyGate().admit(request.installables(), request.directory(), nix.nixpkgs(), line, deadline);
        ResolvedPackages resolved = resolver.resolve(NixStages.query(request, line), deadline);
        try {
            List<Resolution> resolutions = resolved.resolutions();
            Transfer transfer = resolved.services().realiser().preview(resolutions, deadline);
            resolver.remember(resolved, null, deadline);
            List<String> words = NixStages.expectedWords(request, resolutions);
            ReviewGate gate =
                    new ReviewGate(context, context.confinement(), request, StartMode.AWAITED, false, deadline);
            return Plan.builder()
                    .command(words)
                    .installables(nix.nixpkgs().qualify(request.installables()))
                    .storePaths(PackageResolver.paths(resolutions))
                    .transfer(transfer)
                    .denial(gate.foresee(
                                    () -> PlannedPackages.of(request, resolutions, nix.nixpkgs()),
                                    words,
                                    () -> transfer)
                            .orElse(null))
                    .build();
        } catch (StoreRaceException e) {
            resolver.forget(resolved);
            throw e;
        } finally {
            resolved.pins().close();
        }
    }

    @Override
    public PrefetchResult prefetch(PrefetchRequest request, Deadline deadline) {
        return new Prefetcher(nix, context, resolver, realisations, request, deadline).perform();
    }

    @Override
    public void close() {
        resolver.close();
        realisations.close();
    }

    /**
     * The bubblewrap of nixpkgs.
     *
     * @param stages the stages of its run, which hold it in the store
     */
    private record Bubblewrap(RunStages stages, Path file, List<StorePath> storePaths)
            implements BubblewrapLauncher.FetchedProgram {

        @Override
        public void used() {
            stages.started();
        }

        @Override
        public void close() {
            stages.close();
        }
    }
}
