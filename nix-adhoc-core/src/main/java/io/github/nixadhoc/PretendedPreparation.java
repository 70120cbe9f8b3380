package io.github.nixadhoc;

import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.internal.nix.Deadline;
import io.github.nixadhoc.internal.progress.Watches;
import io.github.nixadhoc.internal.resolve.StorePins;
import io.github.nixadhoc.internal.resolve.StoreView;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.Transfer;
import io.github.nixadhoc.policy.Confinement;
import io.github.nixadhoc.policy.PlannedPackage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A fake for tests without Nix: every package counts as being in the store, with a program of its own name. */
final class PretendedPreparation implements Preparation {

    /** What Nix allows the name of a store path to have. */
    private static final int MAX_NAME = 211;

    private static final String STORE_PREFIX = "/nix/store/" + "0".repeat(32) + "-";

    private final NixpkgsReference nixpkgs;
    private final ProcessEnvironment environment;
    private final Review review;
    private final Watches watches;
    private final @Nullable Confinement confinement;

    PretendedPreparation(NixpkgsReference nixpkgs, ClientParts parts) {
        this.nixpkgs = nixpkgs;
        this.environment = parts.environment();
        this.review = parts.review();
        this.watches = parts.watches();
        this.confinement = parts.confinement();
    }

    @Override
    public PreparedProgram prepare(ProgramCommand<?> command, StartMode mode, Deadline deadline) {
        return prepare(command, mode, false, deadline);
    }

    private PreparedProgram prepare(ProgramCommand<?> command, StartMode mode, boolean piped, Deadline deadline) {
        watches.current().enter(Phase.RESOLVE);
        Passage passage = passage(command, mode, piped, deadline);
        passage.enter();
        while (true) {
            PreparedProgram prepared = prepare(passage);
            if (prepared != null) {
                return prepared;
            }
        }
    }

    /** Returns null if the policy wants the command changed. */
    private @Nullable PreparedProgram prepare(Passage passage) {
        ProgramCommand<?> command = passage.command();
        List<StorePath> outputs = command.installables().stream()
                .map(PretendedPreparation::output)
                .toList();
        List<String> words = words(command, outputs.get(0));
        watches.current().enter(Phase.REVIEW);
        Passage.Outcome outcome = passage.show(
                () -> plannedPackages(command), words, () -> Path.of(words.get(0)), ByteSize.ZERO, Transfer::none);
        if (outcome == Passage.Outcome.CHANGED) {
            return null;
        }
        passage.leave();
        watches.current().enter(Phase.REALISE);
        return new PreparedProgram(
                words,
                environmentOf(command),
                Path.of(words.get(0)),
                outputs,
                new StorePins(StoreView.direct()),
                () -> true,
                ended -> {},
                () -> {},
                ByteSize.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                passage.change(),
                passage.auditId());
    }

    private Passage passage(ProgramCommand<?> command, StartMode mode, boolean piped, Deadline deadline) {
        return new Passage(
                review,
                nixpkgs,
                options -> options.environmentOver(environment),
                confinement,
                command,
                mode,
                piped,
                deadline);
    }

    private List<PlannedPackage> plannedPackages(ProgramCommand<?> command) {
        return command.installables().stream().map(this::planned).toList();
    }

    private PlannedPackage planned(Installable installable) {
        StorePath output = output(installable);
        return PlannedPackages.unknown(nixpkgs.requested(installable), programOf(output), List.of(output));
    }

    @Override
    public List<PreparedProgram> prepareAll(
            List<ProgramCommand<?>> commands, StartMode mode, Step step, Deadline deadline) {
        List<PreparedProgram> prepared = new ArrayList<>();
        try {
            for (ProgramCommand<?> command : commands) {
                prepared.add(prepare(command, mode, !prepared.isEmpty(), deadline));
            }
        } catch (RuntimeException e) {
            prepared.forEach(stage -> review.notStarted(stage.auditId(), e));
            throw e;
        }
        return List.copyOf(prepared);
    }

    @Override
    public ProcessEnvironment environmentOf(ProgramCommand<?> command) {
        return command.options().environmentOver(environment);
    }

    @Override
    public Plan plan(ProgramCommand<?> command, Deadline deadline) {
        review.admit(command.installables(), nixpkgs, () -> ShellLine.withoutValues(command), deadline);
        List<StorePath> outputs = command.installables().stream()
                .map(PretendedPreparation::output)
                .toList();
        List<String> words = words(command, outputs.get(0));
        return Plan.builder()
                .command(words)
                .installables(nixpkgs.qualify(command.installables()))
                .storePaths(outputs)
                .denial(passage(command, StartMode.AWAITED, false, deadline)
                        .foresee(() -> plannedPackages(command), words, Transfer::none)
                        .orElse(null))
                .build();
    }

    @Override
    public PrefetchResult prefetch(PrefetchCommand command, Deadline deadline) {
        List<PrefetchedPackage> packages = new ArrayList<>();
        review.admit(command.installables(), nixpkgs, () -> command.line(command.installables()), deadline);
        for (Installable installable : command.installables()) {
            review.require(
                    command.planned(installable, planned(installable))
                            .closureSize(() -> Optional.of(ByteSize.ZERO))
                            .build(),
                    () -> command.line(List.of(installable)),
                    deadline);
            packages.add(PrefetchedPackage.builder()
                    .installable(installable)
                    .storePaths(List.of(output(installable)))
                    .closureSize(ByteSize.ZERO)
                    .build());
        }
        return PrefetchResult.builder().packages(packages).build();
    }

    private static List<String> words(ProgramCommand<?> command, StorePath first) {
        List<String> words = new ArrayList<>();
        if (command instanceof ShellCommand shell) {
            words.addAll(shell.program().command("bash", shell.options().arguments()));
        } else {
            words.add(programOf(first));
            words.addAll(command.options().arguments());
        }
        words.set(0, first.path().resolve("bin").resolve(words.get(0)).toString());
        return words;
    }

    /** Returns the name without the version, which begins after the first dash that no letter follows. */
    private static String programOf(StorePath path) {
        return path.name().replaceFirst("-[^a-zA-Z].*", "");
    }

    private static StorePath output(Installable installable) {
        if (installable instanceof Installable.Stored stored) {
            return stored.path();
        }
        String attributePath = installable instanceof Installable.Attribute attribute
                ? attribute.path()
                : ((Installable.FlakeOutput) installable).fragment();
        String name =
                attributePath.substring(attributePath.lastIndexOf('.') + 1).replaceAll("[^0-9a-zA-Z+\\-._?=]", "");
        String shortened = name.substring(0, Math.min(name.length(), MAX_NAME));
        return StorePath.parse(STORE_PREFIX + (name.isEmpty() ? "default" : shortened));
    }
}
