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
import io.github.nixadhoc.model.PhaseTimes;
import io.github.nixadhoc.model.StorePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Resolves, has reviewed and realises with a real Nix, which is not called for what is remembered. */
final class NixPreparation implements Preparation {

    private final NixInUse nix;
    private final NixpkgsReference nixpkgs;
    private final Review review;
    private final Answers answers;
    private final Realisations realisations;
    private final Watches watches;

    NixPreparation(NixInUse nix, Review review, Answers answers, Watches watches) {
        this.nix = nix;
        this.nixpkgs = nix.nixpkgs();
        this.review = review;
        this.answers = answers;
        this.watches = watches;
        this.realisations = new Realisations(nix.use());
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
        long resolved = System.nanoTime();
        watches.current().enter(Phase.REVIEW);
        reviewExpected(command, answer);
        long reviewed = System.nanoTime();
        watches.current().enter(Phase.REALISE);
        Realised realised = realised(command, answer, deadline);
        Launch launch = reviewedLaunch(command, answer);
        long ready = System.nanoTime();
        PhaseTimes times = new PhaseTimes(
                Duration.ofNanos(resolved - started),
                Duration.ofNanos(reviewed - resolved),
                Duration.ofNanos(ready - reviewed),
                Duration.ZERO);
        return prepared(answer, launch, realised, times, deadline);
    }

    private void reviewExpected(ProgramCommand<?> command, Answer answer) {
        review(command, answer.resolutions(), Launch.expected(command, answer.resolutions()));
    }

    private Launch reviewedLaunch(ProgramCommand<?> command, Answer answer) {
        Launch launch = launch(command, answer, environmentOf(command));
        if (!launch.shown().equals(Launch.expected(command, answer.resolutions()))) {
            review(command, answer.resolutions(), launch.shown());
        }
        return launch;
    }

    private PreparedProgram prepared(
            Answer answer, Launch launch, Realised realised, PhaseTimes times, Deadline deadline) {
        List<StorePath> paths = Answers.paths(answer.resolutions());
        answer.pins().closeWith(() -> nix.use().released(paths));
        return new PreparedProgram(
                launch.words(),
                launch.environment(),
                Path.of(launch.program().path()),
                paths,
                answer.pins(),
                () -> isThere(answer, launch.program()),
                () -> {
                    nix.use().used(paths);
                    answers.remember(answer, realised.marks().isEmpty() ? null : realised, deadline);
                    answer.done();
                },
                realised.closureSize(),
                times.resolve(),
                times.review(),
                times.realise());
    }

    @Override
    public List<PreparedProgram> prepareAll(List<ProgramCommand<?>> commands, Step step, Deadline deadline) {
        long started = System.nanoTime();
        watches.current().enter(Phase.RESOLVE);
        commands.forEach(NixPreparation::requireDirectory);
        List<Answer> each = new StageAnswers(answers, step, deadline).to(commands);
        try {
            long resolved = System.nanoTime();
            watches.current().enter(Phase.REVIEW);
            for (int i = 0; i < each.size(); i++) {
                reviewExpected(commands.get(i), each.get(i));
            }
            long reviewed = System.nanoTime();
            watches.current().enter(Phase.REALISE);
            List<Realised> realised = realised(each, step, deadline);
            List<Launch> launches = new ArrayList<>();
            for (int i = 0; i < each.size(); i++) {
                launches.add(reviewedLaunch(commands.get(i), each.get(i)));
            }
            PhaseTimes times = new PhaseTimes(
                    Duration.ofNanos(resolved - started),
                    Duration.ofNanos(reviewed - resolved),
                    Duration.ofNanos(System.nanoTime() - reviewed),
                    Duration.ZERO);
            List<PreparedProgram> prepared = new ArrayList<>();
            for (int i = 0; i < each.size(); i++) {
                prepared.add(prepared(each.get(i), launches.get(i), realised.get(i), times, deadline));
            }
            return List.copyOf(prepared);
        } catch (VanishedException e) {
            each.forEach(answers::forget);
            each.forEach(answer -> answer.pins().close());
            throw e;
        } catch (RuntimeException e) {
            each.forEach(answer -> answer.pins().close());
            throw e;
        }
    }

    private List<Realised> realised(List<Answer> each, Step step, Deadline deadline) {
        List<Answer> missing =
                each.stream().filter(answer -> answer.realised() == null).toList();
        if (!missing.isEmpty()) {
            Realisation realisation = realisations.realise(missing, step.line(), deadline);
            return each.stream()
                    .map(answer -> answer.realised() == null ? realised(answer, realisation) : answer.realised())
                    .toList();
        }
        return each.stream()
                .map(answer -> Objects.requireNonNull(answer.realised()))
                .toList();
    }

    private static Realised realised(Answer answer, Realisation realisation) {
        return new Realised(realisation.closureSize(Answers.paths(answer.resolutions())), Answers.marks(answer));
    }

    private Realised realised(ProgramCommand<?> command, Answer answer, Deadline deadline) {
        if (answer.realised() != null) {
            return answer.realised();
        }
        Realisation realisation =
                realisations.realise(List.of(answer), () -> ShellLine.withoutValues(command), deadline);
        return realised(answer, realisation);
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
