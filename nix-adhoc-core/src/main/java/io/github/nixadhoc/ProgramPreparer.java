package io.github.nixadhoc;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.NoMainProgramException;
import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.internal.cache.Realised;
import io.github.nixadhoc.internal.confine.Walls;
import io.github.nixadhoc.internal.nix.Deadline;
import io.github.nixadhoc.internal.nix.VanishedException;
import io.github.nixadhoc.internal.progress.Watches;
import io.github.nixadhoc.internal.resolve.FoundProgram;
import io.github.nixadhoc.internal.resolve.Realisation;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.PhaseTimes;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.policy.PlannedTransfer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes programs that are to run together, one or the stages of a pipeline, through resolution, review and realisation:
 * each step for all of them before the next one.
 *
 * <p>Thread-safe.
 */
final class ProgramPreparer {

    private final NixInUse nix;
    private final ProcessEnvironment programs;
    private final Answers answers;
    private final Realisations realisations;
    private final Watches watches;

    ProgramPreparer(NixInUse nix, ClientParts parts, Answers answers, Realisations realisations) {
        this.nix = nix;
        this.programs = parts.environment();
        this.answers = answers;
        this.realisations = realisations;
        this.watches = parts.watches();
    }

    /**
     * Makes sure that the programs are there, and begins again when the policy wants one of them changed.
     *
     * @param passages their ways through the review, in order
     * @param confined what confines them; null if they have all permissions of the user
     * @param step the resolution, for messages
     * @return the programs, in the same order
     * @throws io.github.nixadhoc.error.NixException if Nix fails or the policy denies
     */
    List<PreparedProgram> prepare(
            List<Passage> passages, Confiner.@Nullable Ready confined, Step step, Deadline deadline) {
        try {
            while (true) {
                List<PreparedProgram> prepared = attempt(passages, confined, step, deadline);
                if (!prepared.isEmpty()) {
                    return prepared;
                }
            }
        } catch (RuntimeException e) {
            for (Passage passage : passages) {
                passage.notStarted(e);
            }
            throw e;
        }
    }

    /** Returns none if the policy wants a command changed. */
    private List<PreparedProgram> attempt(
            List<Passage> passages, Confiner.@Nullable Ready confined, Step step, Deadline deadline) {
        long started = System.nanoTime();
        watches.current().enter(Phase.RESOLVE);
        List<Stage> stages = resolved(passages, step, deadline);
        boolean done = false;
        try {
            List<PreparedProgram> prepared = prepare(stages, confined, step, started, deadline);
            done = !prepared.isEmpty();
            return prepared;
        } catch (VanishedException e) {
            for (Stage stage : stages) {
                answers.forget(stage.answer);
            }
            throw e;
        } finally {
            if (!done) {
                for (Stage stage : stages) {
                    stage.answer.pins().close();
                }
            }
        }
    }

    private List<Stage> resolved(List<Passage> passages, Step step, Deadline deadline) {
        List<ProgramCommand<?>> commands = new ArrayList<>();
        for (Passage passage : passages) {
            ProgramCommand<?> command = passage.command();
            WorkingDirectory.require(command);
            commands.add(command);
        }
        List<Answer> each = commands.size() == 1
                ? List.of(answers.to(commands.get(0), deadline))
                : new StageAnswers(answers, step, deadline).to(commands);
        List<Stage> stages = new ArrayList<>();
        for (int i = 0; i < each.size(); i++) {
            stages.add(new Stage(passages.get(i), each.get(i)));
        }
        return stages;
    }

    private List<PreparedProgram> prepare(
            List<Stage> stages, Confiner.@Nullable Ready confined, Step step, long started, Deadline deadline) {
        long resolved = System.nanoTime();
        watches.current().enter(Phase.REVIEW);
        List<Passage.Outcome> outcomes = new ArrayList<>();
        for (Stage stage : stages) {
            outcomes.add(showExpected(stage, deadline));
        }
        if (outcomes.contains(Passage.Outcome.CHANGED)) {
            return List.of();
        }
        long reviewed = System.nanoTime();
        watches.current().enter(Phase.REALISE);
        List<Realised> realised = realised(stages, step, deadline);
        List<Launch> launches = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            Launch launch = reviewedLaunch(stages.get(i), outcomes.get(i), realised.get(i), deadline);
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
        for (int i = 0; i < stages.size(); i++) {
            prepared.add(prepared(stages.get(i), confined, launches.get(i), realised.get(i), times, deadline));
        }
        return prepared;
    }

    /** Shows the command as it is before anything is in the store. */
    private Passage.Outcome showExpected(Stage stage, Deadline deadline) {
        Realised known = stage.answer.realised();
        List<String> expected = stage.expected();
        return show(
                stage,
                expected,
                () -> expectedProgram(stage, expected.get(0)),
                known == null ? null : known.closureSize(),
                deadline);
    }

    /** Returns null for what has to be looked up in packages that may not be there yet, or turns out to be in none. */
    private @Nullable Path expectedProgram(Stage stage, String first) {
        if (!(stage.command() instanceof ShellCommand)) {
            return Path.of(first);
        }
        try {
            return stage.answer.realised() == null ? null : stage.file(launch(stage));
        } catch (NixException e) {
            return null;
        }
    }

    private List<Realised> realised(List<Stage> stages, Step step, Deadline deadline) {
        List<Answer> missing = new ArrayList<>();
        for (Stage stage : stages) {
            if (stage.answer.realised() == null) {
                missing.add(stage.answer);
            }
        }
        Realisation realisation = missing.isEmpty() ? null : realisations.realise(missing, step.line(), deadline);
        List<Realised> realised = new ArrayList<>();
        for (Stage stage : stages) {
            Realised known = stage.answer.realised();
            realised.add(known != null ? known : realised(stage.answer, Objects.requireNonNull(realisation)));
        }
        return realised;
    }

    private static Realised realised(Answer answer, Realisation realisation) {
        return new Realised(realisation.closureSize(Answers.paths(answer.resolutions())), Answers.marks(answer));
    }

    /** Returns null if the policy wants the command changed, now that all of it is known. */
    private @Nullable Launch reviewedLaunch(
            Stage stage, Passage.Outcome outcome, Realised realised, Deadline deadline) {
        Launch launch = launch(stage);
        Supplier<Path> program = () -> stage.file(launch);
        if (outcome == Passage.Outcome.PASSED_SO_FAR
                || !launch.shown().equals(stage.expected())
                || stage.passage.showedOtherThan(program)) {
            watches.current().enter(Phase.REVIEW);
            if (show(stage, launch.shown(), program, realised.closureSize(), deadline) == Passage.Outcome.CHANGED) {
                remember(stage.answer, realised, deadline);
                return null;
            }
        }
        return launch;
    }

    private Passage.Outcome show(
            Stage stage,
            List<String> words,
            Supplier<? extends @Nullable Path> program,
            @Nullable ByteSize closureSize,
            Deadline deadline) {
        Answer answer = stage.answer;
        return stage.passage.show(
                () -> PlannedPackages.of(stage.command().installables(), answer.resolutions(), nix.nixpkgs()),
                words,
                program,
                closureSize,
                () -> closureSize != null
                        ? PlannedTransfer.NOTHING
                        : PlannedPackages.transfer(answer.tools().realiser().preview(answer.resolutions(), deadline)));
    }

    /** What Nix has answered at another time is no reason to fail. */
    private Launch launch(Stage stage) {
        Answer answer = stage.answer;
        ProcessEnvironment environment = stage.command().options().environmentOver(programs);
        try {
            return Launch.of(answer.tools(), stage.command(), answer.resolutions(), environment);
        } catch (NoMainProgramException e) {
            if (answer.cached() != null && stage.command() instanceof RunCommand) {
                throw new VanishedException(Failure.of(e.shortMessage(), "", Phase.EXECUTE, List.of(), ""));
            }
            throw e;
        }
    }

    private PreparedProgram prepared(
            Stage stage,
            Confiner.@Nullable Ready confined,
            Launch launch,
            Realised realised,
            PhaseTimes times,
            Deadline deadline) {
        stage.passage.leave();
        Answer answer = stage.answer;
        List<StorePath> paths = Answers.paths(answer.resolutions());
        answer.pins().closeWith(() -> nix.use().released(paths));
        Walls.Start start = confined == null
                ? Walls.Start.unconfined(launch.words(), launch.environment())
                : confined.around(launch, answer, stage.command(), deadline);
        return new PreparedProgram(
                start.words(),
                start.environment(),
                Path.of(launch.program().path()),
                paths,
                answer.pins(),
                () -> isThere(answer, launch.program()),
                outcome -> {
                    if (confined != null) {
                        confined.requireStood(start, outcome);
                    }
                },
                () -> {
                    nix.use().used(paths);
                    remember(answer, realised, deadline);
                    answer.done();
                },
                realised.closureSize(),
                times.resolve(),
                times.review(),
                times.realise(),
                stage.passage.change(),
                stage.passage.auditId());
    }

    private void remember(Answer answer, Realised realised, Deadline deadline) {
        answers.remember(answer, realised.marks().isEmpty() ? null : realised, deadline);
    }

    private boolean isThere(Answer answer, FoundProgram program) {
        boolean there = answer.tools().finder().isThere(program);
        if (!there) {
            answers.forget(answer);
        }
        return there;
    }

    /**
     * One of the programs.
     *
     * @param passage its way through the review
     * @param answer what its packages stand for
     */
    private record Stage(Passage passage, Answer answer) {

        ProgramCommand<?> command() {
            return passage.command();
        }

        /**
         * Returns the file that a program is, as a policy is shown it: the path that its package has it by, unless that is a
         * link which leads out of the store.
         */
        Path file(Launch launch) {
            FoundProgram program = launch.program();
            StorePath owner = program.storePath();
            Path named = program.unfollowed();
            if (owner == null) {
                return named;
            }
            Path real = Path.of(answer.tools().view().followed(owner, named.toString()));
            return real.startsWith(owner.path().getParent()) ? named : real;
        }

        /** Returns what will be started, as far as that is known before the outputs are there. */
        List<String> expected() {
            return Launch.expected(command(), answer.resolutions());
        }
    }
}
