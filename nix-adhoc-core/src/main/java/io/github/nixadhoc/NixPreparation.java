package io.github.nixadhoc;

import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.internal.nix.Deadline;
import io.github.nixadhoc.internal.nix.VanishedException;
import io.github.nixadhoc.internal.progress.Watches;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.Transfer;
import io.github.nixadhoc.policy.Confinement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Resolves, has reviewed and realises with a real Nix, which is not called for what is remembered. */
final class NixPreparation implements Preparation {

    private final NixInUse nix;
    private final ProcessEnvironment programs;
    private final NixpkgsReference nixpkgs;
    private final Review review;
    private final Answers answers;
    private final Realisations realisations;
    private final Watches watches;
    private final ProgramPreparer preparer;
    private final @Nullable Confiner confiner;

    NixPreparation(NixInUse nix, ClientParts parts, Answers answers) {
        this.nix = nix;
        this.programs = parts.environment();
        this.nixpkgs = nix.nixpkgs();
        this.review = parts.review();
        this.answers = answers;
        this.realisations = new Realisations(nix.use());
        this.watches = parts.watches();
        this.preparer = new ProgramPreparer(nix, parts, answers, realisations);
        Confinement confinement = parts.confinement();
        this.confiner = confinement == null
                ? null
                : new Confiner(confinement, nix.executor(), nix.settings().variables());
    }

    @Override
    public PreparedProgram prepare(ProgramCommand<?> command, StartMode mode, Deadline deadline) {
        WorkingDirectory.require(command);
        Passage passage = passage(command, mode, false, confiner, deadline);
        passage.enter();
        return prepare(passage, confined(command, deadline), deadline);
    }

    private PreparedProgram prepare(Passage passage, Confiner.@Nullable Ready confined, Deadline deadline) {
        List<Installable> installables = passage.command().installables();
        Step step = new Step(installables, () -> ShellLine.withoutValues(passage.command()), Phase.RESOLVE);
        return preparer.prepare(List.of(passage), confined, step, deadline).get(0);
    }

    @Override
    public List<PreparedProgram> prepareAll(
            List<ProgramCommand<?>> commands, StartMode mode, Step step, Deadline deadline) {
        commands.forEach(WorkingDirectory::require);
        List<Passage> passages = new ArrayList<>();
        for (ProgramCommand<?> command : commands) {
            passages.add(passage(command, mode, !passages.isEmpty(), confiner, deadline));
        }
        passages.forEach(Passage::enter);
        return preparer.prepare(passages, confined(commands.get(0), deadline), step, deadline);
    }

    private Passage passage(
            ProgramCommand<?> command, StartMode mode, boolean piped, @Nullable Confiner within, Deadline deadline) {
        return new Passage(
                review,
                nixpkgs,
                options -> options.environmentOver(programs),
                within == null ? null : within.confinement(),
                command,
                mode,
                piped,
                deadline);
    }

    /** Returns null if programs have all permissions of the user. */
    private Confiner.@Nullable Ready confined(ProgramCommand<?> command, Deadline deadline) {
        return confiner == null
                ? null
                : confiner.ready(() -> bubblewrap(command, deadline), () -> ShellLine.withoutValues(command), deadline);
    }

    /** What confines the others cannot be confined itself. */
    private PreparedProgram bubblewrap(ProgramCommand<?> command, Deadline deadline) {
        RunCommand bubblewrap =
                new RunCommand(command.client(), Installable.parse("bubblewrap"), ProgramOptions.DEFAULT);
        Passage passage = passage(bubblewrap, StartMode.AWAITED, false, null, deadline);
        passage.enter();
        return prepare(passage, null, deadline);
    }

    @Override
    public ProcessEnvironment environmentOf(ProgramCommand<?> command) {
        return command.options().environmentOver(programs);
    }

    @Override
    public Plan plan(ProgramCommand<?> command, Deadline deadline) {
        watches.current().enter(Phase.RESOLVE);
        WorkingDirectory.require(command);
        review.admit(command.installables(), nixpkgs, () -> ShellLine.withoutValues(command), deadline);
        Answer answer = answers.to(command, deadline);
        try {
            List<Resolution> resolutions = answer.resolutions();
            Transfer transfer = answer.tools().realiser().preview(resolutions, deadline);
            answers.remember(answer, null, deadline);
            List<String> words = Launch.expected(command, resolutions);
            return Plan.builder()
                    .command(words)
                    .installables(nixpkgs.qualify(command.installables()))
                    .storePaths(Answers.paths(resolutions))
                    .transfer(transfer)
                    .denial(passage(command, StartMode.AWAITED, false, confiner, deadline)
                            .foresee(
                                    () -> PlannedPackages.of(command.installables(), resolutions, nixpkgs),
                                    words,
                                    () -> transfer)
                            .orElse(null))
                    .build();
        } catch (VanishedException e) {
            answers.forget(answer);
            throw e;
        } finally {
            answer.pins().close();
        }
    }

    @Override
    public PrefetchResult prefetch(PrefetchCommand command, Deadline deadline) {
        return new Prefetch(nix, answers, realisations, command, deadline).perform();
    }

    @Override
    public void close() {
        answers.close();
        realisations.close();
    }
}
