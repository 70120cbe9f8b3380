package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.internal.cache.RealisedOutputs;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.StoreRaceException;
import io.github.nixadhoc.internal.resolution.FailureContext;
import io.github.nixadhoc.internal.resolution.PackageResolver;
import io.github.nixadhoc.internal.resolution.ResolvedPackages;
import io.github.nixadhoc.internal.resolution.SharedRealisations;
import io.github.nixadhoc.internal.resolve.Realisation;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.internal.runtime.NixServices;
import io.github.nixadhoc.internal.text.ShellQuoting;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.Transfer;
import io.github.nixadhoc.policy.CommandKind;
import io.github.nixadhoc.policy.PlannedCommand;
import io.github.nixadhoc.policy.PlannedCommandBuilder;
import io.github.nixadhoc.policy.PlannedPackage;
import io.github.nixadhoc.result.PrefetchResult;
import io.github.nixadhoc.result.PrefetchedPackage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Carries out one prefetch, in the stages of a run: admit, resolve, review, realise. */
final class Prefetcher {

    private final NixRuntime nix;
    private final PackageResolver resolver;
    private final SharedRealisations realisations;
    private final CommandLineRenderer renderer;
    private final PrefetchRequest request;
    private final Deadline deadline;

    Prefetcher(
            NixRuntime nix,
            ClientContext context,
            PackageResolver resolver,
            SharedRealisations realisations,
            PrefetchRequest request,
            Deadline deadline) {
        this.nix = nix;
        this.renderer = context.renderer();
        this.resolver = resolver;
        this.realisations = realisations;
        this.request = request;
        this.deadline = deadline;
    }

    PrefetchResult perform() {
        List<Installable> installables = request.installables();
        nix.policyGate().admit(installables, request.directory(), nix.nixpkgs(), this::line, deadline);
        FailureContext failures = new FailureContext(installables, this::line, Phase.RESOLVE);
        List<List<ResolvedPackages>> each = resolver.resolveEach(installables, request.directory(), failures, deadline);
        List<ResolvedPackages> all = each.stream().flatMap(List::stream).toList();
        try {
            for (int i = 0; i < each.size(); i++) {
                review(installables.get(i), each.get(i));
            }
            return realised(each);
        } catch (StoreRaceException e) {
            all.forEach(resolver::forget);
            throw e;
        } finally {
            all.forEach(resolved -> resolved.pins().close());
        }
    }

    private void review(Installable installable, List<ResolvedPackages> ofOne) {
        PlannedPackage planned =
                PlannedPackages.of(nix.nixpkgs().requested(installable, request.directory()), resolutions(ofOne));
        RealisedOutputs known = isKnown(ofOne) ? ofOne.get(0).realised() : null;
        nix.policyGate()
                .require(
                        planned(request, installable, planned, renderer)
                                .transfer(() -> known == null ? transfer(ofOne) : Transfer.none())
                                .closureSize(() -> known == null ? measured(ofOne) : known.closureSize())
                                .build(),
                        () -> line(List.of(installable), renderer),
                        deadline);
    }

    private PrefetchResult realised(List<List<ResolvedPackages>> each) {
        List<ResolvedPackages> missing = each.stream()
                .filter(ofOne -> !isKnown(ofOne))
                .flatMap(List::stream)
                .toList();
        Transfer transfer = missing.isEmpty() ? Transfer.none() : transfer(missing);
        Realisation realisation = missing.isEmpty() ? null : realisations.realise(missing, this::line, deadline);
        List<PrefetchedPackage> packages = new ArrayList<>();
        for (int i = 0; i < each.size(); i++) {
            List<ResolvedPackages> ofOne = each.get(i);
            boolean known = isKnown(ofOne);
            List<StorePath> paths = paths(realisation == null || known ? ofOne : completed(ofOne, realisation));
            ByteSize size = realisation == null || known
                    ? Objects.requireNonNull(ofOne.get(0).realised()).closureSize()
                    : realisation.closureSize(paths);
            packages.add(PrefetchedPackage.of(request.installables().get(i), paths, size));
        }
        if (realisation != null) {
            completed(missing, realisation).forEach(resolved -> remember(resolved, realisation));
        }
        return PrefetchResult.of(packages, transfer);
    }

    private static List<ResolvedPackages> completed(List<ResolvedPackages> some, Realisation realisation) {
        return some.stream().map(resolved -> resolved.completed(realisation)).toList();
    }

    /** Returns whether a package is known to be in the store, with its size. */
    private static boolean isKnown(List<ResolvedPackages> ofOne) {
        List<StorePath> paths = paths(ofOne);
        return ofOne.stream()
                .allMatch(resolved -> resolved.realised() != null
                        && PackageResolver.paths(resolved.resolutions()).equals(paths));
    }

    /** A preview takes a process of Nix, which is not needed if all outputs are in the store. */
    private Transfer transfer(List<ResolvedPackages> missing) {
        NixServices services = missing.get(0).services();
        return resolutions(missing).stream().allMatch(Resolution::isComplete)
                        && paths(missing).stream().allMatch(services.view()::isPresent)
                ? Transfer.none()
                : services.realiser().preview(resolutions(missing), deadline);
    }

    private @Nullable ByteSize measured(List<ResolvedPackages> ofOne) {
        return ofOne.get(0)
                .services()
                .realiser()
                .closureSizeIfPresent(resolutions(ofOne), deadline)
                .orElse(null);
    }

    private void remember(ResolvedPackages resolved, Realisation realisation) {
        RealisedOutputs realised = new RealisedOutputs(
                realisation.closureSize(PackageResolver.paths(resolved.resolutions())),
                PackageResolver.marks(resolved));
        resolver.remember(resolved, realised.marks().isEmpty() ? null : realised, deadline);
    }

    private static List<StorePath> paths(List<ResolvedPackages> resolver) {
        return PackageResolver.paths(resolutions(resolver));
    }

    private static List<Resolution> resolutions(List<ResolvedPackages> resolver) {
        return resolver.stream()
                .flatMap(resolved -> resolved.resolutions().stream())
                .toList();
    }

    /** Returns the command that a policy reviews for one of the packages. */
    static PlannedCommandBuilder planned(
            PrefetchRequest request, Installable installable, PlannedPackage planned, CommandLineRenderer renderer) {
        return PlannedCommand.builder(CommandKind.PREFETCH, PrefetchRequest.words(List.of(installable), renderer))
                .packages(List.of(planned))
                .directory(request.directory())
                .timeout(request.timeout());
    }

    /** Returns the command line for some of the packages. */
    static String line(List<Installable> some, CommandLineRenderer renderer) {
        return ShellQuoting.quote(PrefetchRequest.words(some, renderer));
    }

    private String line() {
        return line(request.installables(), renderer);
    }
}
