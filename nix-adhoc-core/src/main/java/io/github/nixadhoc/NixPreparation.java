package io.github.nixadhoc;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NoMainProgramException;
import io.github.nixadhoc.error.ProgramStartException;
import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.internal.cache.Realised;
import io.github.nixadhoc.internal.nix.Deadline;
import io.github.nixadhoc.internal.nix.VanishedException;
import io.github.nixadhoc.internal.progress.Watches;
import io.github.nixadhoc.internal.resolve.FoundProgram;
import io.github.nixadhoc.internal.resolve.Realisation;
import io.github.nixadhoc.internal.resolve.RealisationPreview;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.policy.PlannedTransfer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Resolves, has reviewed and realises with a real Nix, which is not called for what is remembered. */
final class NixPreparation implements Preparation {

    private final NixInUse nix;
    private final ProcessEnvironment programs;
    private final NixpkgsReference nixpkgs;
    private final Review review;
    private final Answers answers;
    private final Realisations realisations = new Realisations();
    private final Watches watches;

    NixPreparation(NixInUse nix, ProcessEnvironment programs, Review review, Answers answers, Watches watches) {
        this.nix = nix;
        this.programs = programs;
        this.nixpkgs = nix.nixpkgs();
        this.review = review;
        this.answers = answers;
        this.watches = watches;
    }

    @Override
    public PreparedProgram prepare(ProgramCommand<?> command, boolean background, Deadline deadline) {
        requireDirectory(command);
        Passage passage = new Passage(
                review, nixpkgs, options -> options.environmentOver(programs), command, background, deadline);
        passage.enter();
        while (true) {
            PreparedProgram prepared = prepare(passage, deadline);
            if (prepared != null) {
                return prepared;
            }
        }
    }

    /** Returns null if the policy wants the command changed. */
    private @Nullable PreparedProgram prepare(Passage passage, Deadline deadline) {
        long started = System.nanoTime();
        ProgramCommand<?> command = passage.command();
        watches.current().enter(Phase.RESOLVE);
        requireDirectory(command);
        Answer answer = answers.to(command, deadline);
        try {
            PreparedProgram prepared = prepare(passage, answer, started, deadline);
            if (prepared == null) {
                answer.pins().close();
            }
            return prepared;
        } catch (VanishedException e) {
            answers.forget(answer);
            answer.pins().close();
            throw e;
        } catch (RuntimeException e) {
            answer.pins().close();
            throw e;
        }
    }

    private @Nullable PreparedProgram prepare(Passage passage, Answer answer, long started, Deadline deadline) {
        ProgramCommand<?> command = passage.command();
        List<Resolution> resolutions = answer.resolutions();
        long resolved = System.nanoTime();
        watches.current().enter(Phase.REVIEW);
        List<String> expected = Launch.expected(command, resolutions);
        Realised known = answer.realised();
        Passage.Outcome outcome = show(passage, answer, expected, known == null ? null : known.closureSize(), deadline);
        if (outcome == Passage.Outcome.CHANGED) {
            return null;
        }
        long reviewed = System.nanoTime();
        watches.current().enter(Phase.REALISE);
        Realised realised = realised(command, answer, deadline);
        ProcessEnvironment environment = command.options().environmentOver(programs);
        Launch launch = launch(command, answer, environment);
        if (outcome == Passage.Outcome.PASSED_BUT_FOR_SIZE || !launch.shown().equals(expected)) {
            watches.current().enter(Phase.REVIEW);
            if (show(passage, answer, launch.shown(), realised.closureSize(), deadline) == Passage.Outcome.CHANGED) {
                answers.remember(answer, realised.marks().isEmpty() ? null : realised, deadline);
                return null;
            }
        }
        long ready = System.nanoTime();
        return new PreparedProgram(
                launch.words(),
                launch.environment(),
                Path.of(launch.program().path()),
                Answers.paths(resolutions),
                answer.pins(),
                () -> isThere(answer, launch.program()),
                () -> {
                    answers.remember(answer, realised.marks().isEmpty() ? null : realised, deadline);
                    answer.done();
                },
                realised.closureSize(),
                Duration.ofNanos(resolved - started),
                Duration.ofNanos(reviewed - resolved),
                Duration.ofNanos(ready - reviewed),
                passage.change(),
                passage.auditId());
    }

    private Realised realised(ProgramCommand<?> command, Answer answer, Deadline deadline) {
        if (answer.realised() != null) {
            return answer.realised();
        }
        Realisation realisation =
                realisations.realise(List.of(answer), () -> ShellLine.withoutValues(command), deadline);
        return new Realised(realisation.closureSize(Answers.paths(answer.resolutions())), Answers.marks(answer));
    }

    /** What Nix has answered at another time is no reason to fail. */
    private static Launch launch(ProgramCommand<?> command, Answer answer, ProcessEnvironment environment) {
        try {
            return Launch.of(answer.tools(), command, answer.resolutions(), environment);
        } catch (NoMainProgramException e) {
            if (answer.cached() != null && command instanceof RunCommand) {
                throw new VanishedException(new Failure(e.shortMessage(), "", Phase.EXECUTE, List.of(), ""));
            }
            throw e;
        }
    }

    private boolean isThere(Answer answer, FoundProgram program) {
        boolean there = answer.tools().finder().isThere(program);
        if (!there) {
            answers.forget(answer);
        }
        return there;
    }

    @Override
    public Plan plan(ProgramCommand<?> command, Deadline deadline) {
        watches.current().enter(Phase.RESOLVE);
        requireDirectory(command);
        review.admit(command.installables(), nixpkgs, () -> ShellLine.withoutValues(command), deadline);
        Answer answer = answers.to(command, deadline);
        try {
            List<Resolution> resolutions = answer.resolutions();
            RealisationPreview preview = answer.tools().realiser().preview(resolutions, deadline);
            answers.remember(answer, null, deadline);
            return new Plan(
                    Launch.expected(command, resolutions),
                    nixpkgs.qualify(command.installables()),
                    Answers.paths(resolutions),
                    preview.built(),
                    preview.fetched(),
                    preview.downloadSize(),
                    preview.unpackedSize());
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

    /** Nix starts in it as well, and would be blamed for it. */
    private static void requireDirectory(ProgramCommand<?> command) {
        Path directory = command.options().directory();
        if (directory != null && !Files.isDirectory(directory)) {
            String what = Files.exists(directory)
                    ? directory + ", in which the program was to run, is not a directory"
                    : "there is no directory " + directory + ", in which the program was to run";
            throw new ProgramStartException(new Failure(
                    what,
                    ShellLine.withoutValues(command),
                    Phase.RESOLVE,
                    List.of(),
                    "create the directory first, or pass another to directory(…)"));
        }
    }

    private Passage.Outcome show(
            Passage passage, Answer answer, List<String> words, @Nullable ByteSize closureSize, Deadline deadline) {
        return passage.show(
                () -> PlannedPackages.of(passage.command().installables(), answer.resolutions(), nixpkgs),
                words,
                closureSize,
                () -> closureSize != null
                        ? PlannedTransfer.NOTHING
                        : PlannedPackages.transfer(answer.tools().realiser().preview(answer.resolutions(), deadline)));
    }
}
