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
import io.github.nixadhoc.model.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Resolves, has reviewed and realises with a real Nix, which is not called for what is remembered. */
final class NixPreparation implements Preparation {

    private final NixInUse nix;
    private final NixpkgsReference nixpkgs;
    private final Review review;
    private final Answers answers;
    private final Realisations realisations = new Realisations();
    private final Watches watches;

    NixPreparation(NixInUse nix, Review review, Answers answers, Watches watches) {
        this.nix = nix;
        this.nixpkgs = nix.nixpkgs();
        this.review = review;
        this.answers = answers;
        this.watches = watches;
    }

    @Override
    public PreparedProgram prepare(ProgramCommand<?> command, Deadline deadline) {
        long started = System.nanoTime();
        watches.current().enter(Phase.RESOLVE);
        requireDirectory(command);
        Answer answer = answers.to(command, deadline);
        try {
            return prepare(command, answer, started, deadline);
        } catch (VanishedException e) {
            answers.forget(answer);
            answer.pins().close();
            throw e;
        } catch (RuntimeException e) {
            answer.pins().close();
            throw e;
        }
    }

    private PreparedProgram prepare(ProgramCommand<?> command, Answer answer, long started, Deadline deadline) {
        List<Resolution> resolutions = answer.resolutions();
        long resolved = System.nanoTime();
        watches.current().enter(Phase.REVIEW);
        List<String> expected = Launch.expected(command, resolutions);
        review(command, resolutions, expected);
        long reviewed = System.nanoTime();
        watches.current().enter(Phase.REALISE);
        Realised realised = realised(command, answer, deadline);
        Launch launch = launch(command, answer, environmentOf(command));
        if (!launch.shown().equals(expected)) {
            review(command, resolutions, launch.shown());
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
                Duration.ofNanos(ready - reviewed));
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
    public ProcessEnvironment environmentOf(ProgramCommand<?> command) {
        return command.options().environmentOver(nix.settings().environment());
    }

    @Override
    public Plan plan(ProgramCommand<?> command, Deadline deadline) {
        watches.current().enter(Phase.RESOLVE);
        requireDirectory(command);
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

    private void review(ProgramCommand<?> command, List<Resolution> resolutions, List<String> words) {
        review.require(command, nixpkgs.qualify(command.installables()), Answers.paths(resolutions), words);
    }
}
