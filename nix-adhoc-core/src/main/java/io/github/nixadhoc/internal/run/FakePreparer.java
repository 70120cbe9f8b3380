package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.text.Arguments;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.Transfer;
import io.github.nixadhoc.policy.PlannedPackage;
import io.github.nixadhoc.result.Plan;
import io.github.nixadhoc.result.PrefetchResult;
import io.github.nixadhoc.result.PrefetchedPackage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Fake for tests without Nix: every package counts as realised, with a program of its own name. */
public final class FakePreparer implements Preparer {

    /** The length that Nix allows the name of a store path to have. */
    private static final int MAX_NAME = 211;

    private static final String STORE_PREFIX = "/nix/store/" + "0".repeat(32) + "-";

    private final ClientContext context;

    public FakePreparer(ClientContext context) {
        this.context = context;
    }

    ClientContext context() {
        return context;
    }

    @Override
    public RunStages stages(PipelineRequest request, StartMode mode, boolean hidesProcesses, Deadline deadline) {
        return new FakeStages(this, request, mode, deadline);
    }

    @Override
    public Plan plan(ProgramRequest request, Deadline deadline) {
        Supplier<String> line = () -> context.renderer().withoutValues(request);
        context.policyGate()
                .admit(
                        request.installables(),
                        request.directory(),
                        context.renderer().nixpkgs(),
                        line,
                        deadline);
        List<StorePath> outputs = outputs(request);
        List<String> words = words(request, outputs.get(0));
        ReviewGate gate = new ReviewGate(context, context.confinement(), request, StartMode.AWAITED, false, deadline);
        return Plan.builder()
                .command(words)
                .installables(context.renderer().nixpkgs().qualify(request.installables()))
                .storePaths(outputs)
                .denial(gate.foresee(() -> plannedPackages(request), words, Transfer::none)
                        .orElse(null))
                .build();
    }

    @Override
    public PrefetchResult prefetch(PrefetchRequest request, Deadline deadline) {
        List<PrefetchedPackage> packages = new ArrayList<>();
        CommandLineRenderer renderer = context.renderer();
        List<Installable> all = request.installables();
        context.policyGate()
                .admit(all, request.directory(), renderer.nixpkgs(), () -> Prefetcher.line(all, renderer), deadline);
        for (Installable installable : all) {
            context.policyGate()
                    .require(
                            Prefetcher.planned(
                                            request, installable, planned(installable, request.directory()), renderer)
                                    .closureSize(() -> ByteSize.ZERO)
                                    .build(),
                            () -> Prefetcher.line(List.of(installable), renderer),
                            deadline);
            packages.add(PrefetchedPackage.of(installable, List.of(output(installable)), ByteSize.ZERO));
        }
        return PrefetchResult.of(packages, Transfer.none());
    }

    /** Returns the outputs that the packages of a request count as. */
    static List<StorePath> outputs(ProgramRequest request) {
        return request.installables().stream().map(FakePreparer::output).toList();
    }

    /** Returns the words of the program, which is in the first of the outputs. */
    static List<String> words(ProgramRequest request, StorePath first) {
        String name = request.program().file(request.isShell() ? "bash" : programOf(first));
        String file = first.path().resolve("bin").resolve(name).toString();
        return Arguments.of(file).plus(request.isShell() ? request.wordsAfterProgram("bash") : request.arguments());
    }

    List<PlannedPackage> plannedPackages(ProgramRequest request) {
        return request.installables().stream()
                .map(installable -> planned(installable, request.directory()))
                .toList();
    }

    private PlannedPackage planned(Installable installable, @Nullable Path directory) {
        StorePath output = output(installable);
        return PlannedPackages.unknown(
                context.renderer().nixpkgs().requested(installable, directory), programOf(output), List.of(output));
    }

    /** Returns the name without the version, which begins after the first dash that no letter follows. */
    private static String programOf(StorePath path) {
        return path.name().replaceFirst("-[^a-zA-Z].*", "");
    }

    private static String attributePath(Installable installable) {
        if (installable instanceof Installable.Attribute attribute) {
            return attribute.path();
        }
        if (installable instanceof Installable.Code code) {
            return code.attribute();
        }
        return ((Installable.FlakeOutput) installable).fragment();
    }

    private static StorePath output(Installable installable) {
        if (installable instanceof Installable.Stored stored) {
            return stored.path();
        }
        String attributePath = attributePath(installable);
        String name =
                attributePath.substring(attributePath.lastIndexOf('.') + 1).replaceAll("[^0-9a-zA-Z+\\-._?=]", "");
        String shortened = name.substring(0, Math.min(name.length(), MAX_NAME));
        return StorePath.parse(STORE_PREFIX + (name.isEmpty() ? "default" : shortened));
    }
}
