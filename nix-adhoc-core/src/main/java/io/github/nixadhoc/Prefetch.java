package io.github.nixadhoc;

import io.github.nixadhoc.internal.cache.Realised;
import io.github.nixadhoc.internal.nix.Deadline;
import io.github.nixadhoc.internal.nix.ShellQuoting;
import io.github.nixadhoc.internal.nix.VanishedException;
import io.github.nixadhoc.internal.resolve.Realisation;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.Transfer;
import io.github.nixadhoc.policy.CommandKind;
import io.github.nixadhoc.policy.PlannedCommand;
import io.github.nixadhoc.policy.PlannedCommandBuilder;
import io.github.nixadhoc.policy.PlannedPackage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Carries out one prefetch, in the same steps as a run takes. */
final class Prefetch {

    private final NixInUse nix;
    private final Answers answers;
    private final Realisations realisations;
    private final CommandLineRenderer renderer;
    private final PrefetchRequest request;
    private final Deadline deadline;

    Prefetch(
            NixInUse nix,
            ClientParts context,
            Answers answers,
            Realisations realisations,
            PrefetchRequest request,
            Deadline deadline) {
        this.nix = nix;
        this.renderer = context.renderer();
        this.answers = answers;
        this.realisations = realisations;
        this.request = request;
        this.deadline = deadline;
    }

    PrefetchResult perform() {
        List<Installable> installables = request.installables();
        nix.review().admit(installables, nix.nixpkgs(), this::line, deadline);
        FailureContext failures = new FailureContext(installables, this::line, Phase.RESOLVE);
        List<List<Answer>> each = answers.toEach(installables, request.directory(), failures, deadline);
        List<Answer> all = each.stream().flatMap(List::stream).toList();
        try {
            for (int i = 0; i < each.size(); i++) {
                review(installables.get(i), each.get(i));
            }
            return realised(each);
        } catch (VanishedException e) {
            all.forEach(answers::forget);
            throw e;
        } finally {
            all.forEach(answer -> answer.pins().close());
        }
    }

    private void review(Installable installable, List<Answer> ofOne) {
        PlannedPackage planned = PlannedPackages.of(nix.nixpkgs().requested(installable), resolutions(ofOne));
        Realised known = isKnown(ofOne) ? ofOne.get(0).realised() : null;
        nix.review()
                .require(
                        planned(request, installable, planned, renderer)
                                .transfer(() -> known == null ? transfer(ofOne) : Transfer.none())
                                .closureSize(() -> known == null ? measured(ofOne) : Optional.of(known.closureSize()))
                                .build(),
                        () -> line(List.of(installable), renderer),
                        deadline);
    }

    private PrefetchResult realised(List<List<Answer>> each) {
        List<Answer> missing = each.stream()
                .filter(ofOne -> !isKnown(ofOne))
                .flatMap(List::stream)
                .toList();
        Transfer transfer = missing.isEmpty() ? Transfer.none() : transfer(missing);
        Realisation realisation = missing.isEmpty() ? null : realisations.realise(missing, this::line, deadline);
        List<PrefetchedPackage> packages = new ArrayList<>();
        for (int i = 0; i < each.size(); i++) {
            List<Answer> ofOne = each.get(i);
            List<StorePath> paths = paths(ofOne);
            ByteSize size = realisation == null || isKnown(ofOne)
                    ? Objects.requireNonNull(ofOne.get(0).realised()).closureSize()
                    : realisation.closureSize(paths);
            packages.add(PrefetchedPackage.builder()
                    .installable(request.installables().get(i))
                    .storePaths(paths)
                    .closureSize(size)
                    .build());
        }
        if (realisation != null) {
            missing.forEach(answer -> remember(answer, realisation));
        }
        return PrefetchResult.builder().packages(packages).transfer(transfer).build();
    }

    /** Returns whether it is known that a package is in the store, and how large it is. */
    private static boolean isKnown(List<Answer> ofOne) {
        List<StorePath> paths = paths(ofOne);
        return ofOne.stream()
                .allMatch(answer -> answer.realised() != null
                        && Answers.paths(answer.resolutions()).equals(paths));
    }

    /** What is all there needs no plan, which would take a process of Nix. */
    private Transfer transfer(List<Answer> missing) {
        NixTools tools = missing.get(0).tools();
        return paths(missing).stream().allMatch(tools.view()::isPresent)
                ? Transfer.none()
                : tools.realiser().preview(resolutions(missing), deadline);
    }

    private Optional<ByteSize> measured(List<Answer> ofOne) {
        return ofOne.get(0).tools().realiser().closureSizeIfPresent(resolutions(ofOne), deadline);
    }

    private void remember(Answer answer, Realisation realisation) {
        Realised realised =
                new Realised(realisation.closureSize(Answers.paths(answer.resolutions())), Answers.marks(answer));
        answers.remember(answer, realised.marks().isEmpty() ? null : realised, deadline);
    }

    private static List<StorePath> paths(List<Answer> answers) {
        return Answers.paths(resolutions(answers));
    }

    private static List<Resolution> resolutions(List<Answer> answers) {
        return answers.stream().flatMap(answer -> answer.resolutions().stream()).toList();
    }

    /** Returns what a policy is asked about one of the packages. */
    static PlannedCommandBuilder planned(
            PrefetchRequest request, Installable installable, PlannedPackage planned, CommandLineRenderer renderer) {
        return PlannedCommand.builder(
                        CommandKind.PREFETCH, PrefetchRequest.words(List.of(installable), renderer))
                .packages(List.of(planned))
                .directory(request.directory())
                .timeout(request.timeout());
    }

    /** Returns the line for some of the packages. */
    static String line(List<Installable> some, CommandLineRenderer renderer) {
        return ShellQuoting.quote(PrefetchRequest.words(some, renderer));
    }

    private String line() {
        return line(request.installables(), renderer);
    }
}
