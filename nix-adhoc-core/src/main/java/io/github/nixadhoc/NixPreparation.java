package io.github.nixadhoc;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NoMainProgramException;
import io.github.nixadhoc.error.ProgramStartException;
import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.internal.cache.Realised;
import io.github.nixadhoc.internal.confine.Walls;
import io.github.nixadhoc.internal.nix.Deadline;
import io.github.nixadhoc.internal.nix.VanishedException;
import io.github.nixadhoc.internal.progress.Watches;
import io.github.nixadhoc.internal.resolve.FoundProgram;
import io.github.nixadhoc.internal.resolve.Realisation;
import io.github.nixadhoc.internal.resolve.RealisationPreview;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.PhaseTimes;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.policy.Confinement;
import io.github.nixadhoc.policy.PlannedTransfer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
    private final @Nullable Confiner confiner;

    NixPreparation(NixInUse nix, ClientParts parts, Answers answers) {
        this.nix = nix;
        this.programs = parts.environment();
        this.nixpkgs = nix.nixpkgs();
        this.review = parts.review();
        this.answers = answers;
        this.realisations = new Realisations(nix.use());
        this.watches = parts.watches();
        Confinement confinement = parts.confinement();
        this.confiner = confinement == null
                ? null
                : new Confiner(confinement, nix.executor(), nix.settings().variables());
    }

    @Override
    public PreparedProgram prepare(ProgramCommand<?> command, StartMode mode, Deadline deadline) {
        requireDirectory(command);
        Passage passage = passage(command, mode, confiner, deadline);
        passage.enter();
        return prepare(passage, confined(command, deadline), deadline);
    }

    private PreparedProgram prepare(Passage passage, Confiner.@Nullable Ready confined, Deadline deadline) {
        try {
            while (true) {
                PreparedProgram prepared = attempt(passage, confined, deadline);
                if (prepared != null) {
                    return prepared;
                }
            }
        } catch (RuntimeException e) {
            passage.notStarted(e);
            throw e;
        }
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
        Passage passage = passage(bubblewrap, StartMode.AWAITED, null, deadline);
        passage.enter();
        return prepare(passage, null, deadline);
    }

    private Passage passage(ProgramCommand<?> command, StartMode mode, @Nullable Confiner within, Deadline deadline) {
        return new Passage(
                review,
                nixpkgs,
                options -> options.environmentOver(programs),
                within == null ? null : within.confinement(),
                command,
                mode,
                deadline);
    }

    /** Returns null if the policy wants the command changed. */
    private @Nullable PreparedProgram attempt(Passage passage, Confiner.@Nullable Ready confined, Deadline deadline) {
        long started = System.nanoTime();
        ProgramCommand<?> command = passage.command();
        watches.current().enter(Phase.RESOLVE);
        requireDirectory(command);
        Answer answer = answers.to(command, deadline);
        try {
            PreparedProgram prepared = prepare(passage, confined, answer, started, deadline);
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

    private @Nullable PreparedProgram prepare(
            Passage passage, Confiner.@Nullable Ready confined, Answer answer, long started, Deadline deadline) {
        ProgramCommand<?> command = passage.command();
        long resolved = System.nanoTime();
        watches.current().enter(Phase.REVIEW);
        Passage.Outcome outcome = showExpected(passage, answer, deadline);
        if (outcome == Passage.Outcome.CHANGED) {
            return null;
        }
        long reviewed = System.nanoTime();
        watches.current().enter(Phase.REALISE);
        Realised realised = realised(command, answer, deadline);
        Launch launch = reviewedLaunch(passage, outcome, answer, realised, deadline);
        if (launch == null) {
            return null;
        }
        long ready = System.nanoTime();
        PhaseTimes times = new PhaseTimes(
                Duration.ofNanos(resolved - started),
                Duration.ofNanos(reviewed - resolved),
                Duration.ofNanos(ready - reviewed),
                Duration.ZERO);
        return prepared(passage, confined, answer, launch, realised, times, deadline);
    }

    /** Shows the command as it is before anything is in the store. */
    private Passage.Outcome showExpected(Passage passage, Answer answer, Deadline deadline) {
        List<String> expected = Launch.expected(passage.command(), answer.resolutions());
        Realised known = answer.realised();
        return show(passage, answer, expected, known == null ? null : known.closureSize(), deadline);
    }

    /** Returns null if the policy wants the command changed, now that all of it is known. */
    private @Nullable Launch reviewedLaunch(
            Passage passage, Passage.Outcome outcome, Answer answer, Realised realised, Deadline deadline) {
        ProgramCommand<?> command = passage.command();
        Launch launch = launch(command, answer, environmentOf(command));
        List<String> expected = Launch.expected(command, answer.resolutions());
        if (outcome == Passage.Outcome.PASSED_BUT_FOR_SIZE || !launch.shown().equals(expected)) {
            watches.current().enter(Phase.REVIEW);
            if (show(passage, answer, launch.shown(), realised.closureSize(), deadline) == Passage.Outcome.CHANGED) {
                answers.remember(answer, realised.marks().isEmpty() ? null : realised, deadline);
                return null;
            }
        }
        return launch;
    }

    private PreparedProgram prepared(
            Passage passage,
            Confiner.@Nullable Ready confined,
            Answer answer,
            Launch launch,
            Realised realised,
            PhaseTimes times,
            Deadline deadline) {
        List<StorePath> paths = Answers.paths(answer.resolutions());
        answer.pins().closeWith(() -> nix.use().released(paths));
        Walls.Start start = confined == null
                ? new Walls.Start(launch.words(), launch.environment())
                : confined.around(launch, answer, passage.command(), deadline);
        return new PreparedProgram(
                start.words(),
                start.environment(),
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
                times.realise(),
                passage.change(),
                passage.auditId());
    }

    @Override
    public List<PreparedProgram> prepareAll(
            List<ProgramCommand<?>> commands, StartMode mode, Step step, Deadline deadline) {
        commands.forEach(NixPreparation::requireDirectory);
        List<Passage> passages = commands.stream()
                .map(command -> passage(command, mode, confiner, deadline))
                .toList();
        passages.forEach(Passage::enter);
        Confiner.Ready confined = confined(commands.get(0), deadline);
        try {
            while (true) {
                List<PreparedProgram> prepared = pass(passages, confined, step, deadline);
                if (!prepared.isEmpty()) {
                    return prepared;
                }
            }
        } catch (RuntimeException e) {
            passages.forEach(passage -> passage.notStarted(e));
            throw e;
        }
    }

    /** Returns none if the policy wants a command changed. */
    private List<PreparedProgram> pass(
            List<Passage> passages, Confiner.@Nullable Ready confined, Step step, Deadline deadline) {
        long started = System.nanoTime();
        watches.current().enter(Phase.RESOLVE);
        List<ProgramCommand<?>> commands = new ArrayList<>();
        passages.forEach(passage -> commands.add(passage.command()));
        commands.forEach(NixPreparation::requireDirectory);
        List<Answer> each = new StageAnswers(answers, step, deadline).to(commands);
        boolean done = false;
        try {
            List<PreparedProgram> prepared = prepareAll(passages, confined, each, step, started, deadline);
            done = !prepared.isEmpty();
            return prepared;
        } catch (VanishedException e) {
            each.forEach(answers::forget);
            throw e;
        } finally {
            if (!done) {
                each.forEach(answer -> answer.pins().close());
            }
        }
    }

    private List<PreparedProgram> prepareAll(
            List<Passage> passages,
            Confiner.@Nullable Ready confined,
            List<Answer> each,
            Step step,
            long started,
            Deadline deadline) {
        long resolved = System.nanoTime();
        watches.current().enter(Phase.REVIEW);
        List<Passage.Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < each.size(); i++) {
            outcomes.add(showExpected(passages.get(i), each.get(i), deadline));
        }
        if (outcomes.contains(Passage.Outcome.CHANGED)) {
            return List.of();
        }
        long reviewed = System.nanoTime();
        watches.current().enter(Phase.REALISE);
        List<Realised> realised = realised(each, step, deadline);
        List<Launch> launches = new ArrayList<>();
        for (int i = 0; i < each.size(); i++) {
            Launch launch = reviewedLaunch(passages.get(i), outcomes.get(i), each.get(i), realised.get(i), deadline);
            if (launch == null) {
                return List.of();
            }
            launches.add(launch);
        }
        PhaseTimes times = new PhaseTimes(
                Duration.ofNanos(resolved - started),
                Duration.ofNanos(reviewed - resolved),
                Duration.ofNanos(System.nanoTime() - reviewed),
                Duration.ZERO);
        List<PreparedProgram> prepared = new ArrayList<>();
        for (int i = 0; i < each.size(); i++) {
            prepared.add(prepared(
                    passages.get(i), confined, each.get(i), launches.get(i), realised.get(i), times, deadline));
        }
        return List.copyOf(prepared);
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
        return command.options().environmentOver(programs);
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
