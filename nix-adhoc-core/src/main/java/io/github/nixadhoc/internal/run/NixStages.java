package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.NoMainProgramException;
import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.internal.cache.RealisedOutputs;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.confine.BubblewrapCommand;
import io.github.nixadhoc.internal.nix.StoreRaceException;
import io.github.nixadhoc.internal.program.FoundProgram;
import io.github.nixadhoc.internal.resolution.FailureContext;
import io.github.nixadhoc.internal.resolution.PackageQuery;
import io.github.nixadhoc.internal.resolution.PackageResolver;
import io.github.nixadhoc.internal.resolution.PipelineResolver;
import io.github.nixadhoc.internal.resolution.ResolvedPackages;
import io.github.nixadhoc.internal.resolve.Realisation;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.PhaseTimes;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.Transfer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The stages of one run with a real Nix. */
final class NixStages implements RunStages {

    private final NixPreparer preparer;
    private final ClientContext context;
    private final PackageResolver answers;
    private final PipelineRequest request;
    private final @Nullable BubblewrapLauncher confiner;
    private final Deadline deadline;
    private final List<Stage> stages = new ArrayList<>();
    private BubblewrapLauncher.@Nullable Ready confinement;
    private long started;
    private long resolved;
    private long reviewed;
    private long realised;

    /**
     * Creates the stages of a run.
     *
     * @param confiner confines the programs; null if they have all permissions of the user
     */
    NixStages(
            NixPreparer preparer,
            PipelineRequest request,
            StartMode mode,
            @Nullable BubblewrapLauncher confiner,
            Deadline deadline) {
        this.preparer = preparer;
        this.context = preparer.context();
        this.answers = preparer.answers();
        this.request = request;
        this.confiner = confiner;
        this.deadline = deadline;
        for (ProgramRequest each : request.stages()) {
            boolean piped = !stages.isEmpty();
            stages.add(new Stage(new ReviewGate(
                    context, confiner == null ? null : confiner.confinement(), each, mode, piped, deadline)));
        }
    }

    /** Returns the query for the packages of a request. */
    static PackageQuery query(ProgramRequest request, Supplier<String> line) {
        return new PackageQuery(
                request.purpose(), request.installables(), request.directory(), request.refresh(), line);
    }

    /** Returns the words of a program, as far as they are known before its outputs are in the store. */
    static List<String> expectedWords(ProgramRequest request, List<Resolution> resolutions) {
        return request.expectedWords(request.isShell() ? "" : resolutions.get(0).expectedProgram());
    }

    @Override
    public void admit() {
        for (Stage stage : stages) {
            WorkingDirectory.require(stage.request(), stage.gate::line);
        }
        for (Stage stage : stages) {
            stage.gate.admit();
        }
        if (confiner != null) {
            confinement = confiner.ready(() -> preparer.bubblewrap(deadline), this::line, deadline);
        }
    }

    @Override
    public void resolve() {
        close();
        started = System.nanoTime();
        context.watches().current().enter(Phase.RESOLVE);
        List<PackageQuery> queries = new ArrayList<>();
        for (Stage stage : stages) {
            WorkingDirectory.require(stage.request(), stage.gate::line);
            queries.add(query(stage.request(), stage.gate::line));
        }
        FailureContext failures = new FailureContext(request.installables(), this::line, Phase.RESOLVE);
        List<ResolvedPackages> each = queries.size() == 1
                ? List.of(answers.to(queries.get(0), deadline))
                : new PipelineResolver(answers, failures, deadline).to(queries);
        for (int i = 0; i < each.size(); i++) {
            stages.get(i).answer = each.get(i);
        }
        resolved = System.nanoTime();
    }

    @Override
    public boolean review() {
        return forgettingVanished(() -> {
            context.watches().current().enter(Phase.REVIEW);
            boolean unchanged = true;
            if (context.review().isOn()) {
                for (Stage stage : stages) {
                    unchanged &= showExpected(stage);
                }
            }
            reviewed = System.nanoTime();
            return unchanged;
        });
    }

    @Override
    public boolean realise() {
        return forgettingVanished(() -> {
            context.watches().current().enter(Phase.REALISE);
            realiseMissing();
            for (Stage stage : stages) {
                ProgramLaunch launch = launch(stage);
                stage.launch = launch;
                if (context.review().isOn() && !showLaunch(stage, launch)) {
                    return false;
                }
            }
            realised = System.nanoTime();
            return true;
        });
    }

    @Override
    public List<PreparedProgram> confine() {
        PhaseTimes times = PhaseTimes.builder()
                .resolve(Duration.ofNanos(resolved - started))
                .review(Duration.ofNanos(reviewed - resolved))
                .realise(Duration.ofNanos(realised - reviewed))
                .build();
        return forgettingVanished(() -> {
            List<PreparedProgram> prepared = new ArrayList<>(stages.size());
            for (Stage stage : stages) {
                prepared.add(confined(stage, times));
            }
            return prepared;
        });
    }

    private PreparedProgram confined(Stage stage, PhaseTimes times) {
        stage.gate.requireSameDirectory();
        ResolvedPackages answer = stage.answer();
        ProgramLaunch launch = stage.launch();
        List<StorePath> paths = PackageResolver.paths(answer.resolutions());
        answer.pins().closeWith(() -> preparer.nix().use().released(paths));
        BubblewrapCommand.Start start = confinement == null
                ? BubblewrapCommand.Start.unconfined(launch.words(), launch.environment())
                : confinement.around(launch, answer, stage.request(), stage.gate::line, deadline);
        stage.start = start;
        return new PreparedProgram(
                stage.request(),
                start.words(),
                start.environment(),
                Path.of(launch.program().path()),
                paths,
                stage.realised().closureSize(),
                times,
                stage.gate.change(),
                stage.gate.auditId());
    }

    /** What was remembered and has been deleted from the store is not to be found the next time. */
    private <T> T forgettingVanished(Supplier<T> work) {
        try {
            return work.get();
        } catch (StoreRaceException e) {
            for (Stage stage : stages) {
                answers.forget(stage.answer());
            }
            throw e;
        }
    }

    /** Shows the command as it is before anything is in the store. Returns false if the policy has changed it. */
    private boolean showExpected(Stage stage) {
        RealisedOutputs known = stage.answer().realised();
        List<String> expected = expectedWords(stage.request(), stage.answer().resolutions());
        stage.outcome = show(
                stage,
                expected,
                () -> expectedProgram(stage, expected.get(0)),
                known == null ? null : known.closureSize());
        return stage.outcome != ReviewGate.Outcome.CHANGED;
    }

    /** Returns null for what has to be looked up in packages that may not be there yet, or turns out to be in none. */
    private @Nullable Path expectedProgram(Stage stage, String first) {
        if (!stage.request().isShell()) {
            return Path.of(first);
        }
        try {
            return stage.answer().realised() == null ? null : stage.file(launch(stage));
        } catch (NixException e) {
            return null;
        }
    }

    private void realiseMissing() {
        List<ResolvedPackages> missing = new ArrayList<>();
        for (Stage stage : stages) {
            if (stage.answer().realised() == null) {
                missing.add(stage.answer());
            }
        }
        Realisation realisation =
                missing.isEmpty() ? null : preparer.realisations().realise(missing, this::line, deadline);
        for (Stage stage : stages) {
            RealisedOutputs known = stage.answer().realised();
            stage.realised = known != null ? known : realised(stage.answer(), Objects.requireNonNull(realisation));
        }
    }

    private static RealisedOutputs realised(ResolvedPackages answer, Realisation realisation) {
        return new RealisedOutputs(
                realisation.closureSize(PackageResolver.paths(answer.resolutions())), PackageResolver.marks(answer));
    }

    /** Returns false if the policy wants the command changed, now that all of it is known. */
    private boolean showLaunch(Stage stage, ProgramLaunch launch) {
        Supplier<Path> program = () -> stage.file(launch);
        boolean known = stage.outcome == ReviewGate.Outcome.PASSED
                && launch.shown()
                        .equals(expectedWords(stage.request(), stage.answer().resolutions()))
                && !stage.gate.showedOtherThan(program);
        if (known) {
            return true;
        }
        context.watches().current().enter(Phase.REVIEW);
        ReviewGate.Outcome outcome =
                show(stage, launch.shown(), program, stage.realised().closureSize());
        if (outcome == ReviewGate.Outcome.CHANGED) {
            remember(stage);
            return false;
        }
        return true;
    }

    private ReviewGate.Outcome show(
            Stage stage,
            List<String> words,
            Supplier<? extends @Nullable Path> program,
            @Nullable ByteSize closureSize) {
        ResolvedPackages answer = stage.answer();
        return stage.gate.show(
                () -> PlannedPackages.of(
                        stage.request().installables(),
                        answer.resolutions(),
                        preparer.nix().nixpkgs()),
                words,
                program,
                closureSize,
                () -> closureSize != null
                        ? Transfer.none()
                        : answer.tools().realiser().preview(answer.resolutions(), deadline));
    }

    /** What Nix has answered at another time is no reason to fail. */
    private ProgramLaunch launch(Stage stage) {
        ResolvedPackages answer = stage.answer();
        ProcessEnvironment environment = stage.request().environmentOver(context.environment());
        try {
            return ProgramLaunch.of(answer.tools(), stage.request(), answer.resolutions(), environment);
        } catch (NoMainProgramException e) {
            if (answer.cached() != null && !stage.request().isShell()) {
                throw new StoreRaceException(Failure.of(e.shortMessage(), "", Phase.EXECUTE, List.of(), ""));
            }
            throw executionContext(stage).explained(e);
        } catch (NixException e) {
            throw executionContext(stage).explained(e);
        }
    }

    private static FailureContext executionContext(Stage stage) {
        return new FailureContext(stage.request().installables(), stage.gate::line, Phase.EXECUTE);
    }

    private void remember(Stage stage) {
        RealisedOutputs there = stage.realised();
        answers.remember(stage.answer(), there.marks().isEmpty() ? null : there, deadline);
    }

    @Override
    public void started() {
        for (Stage stage : stages) {
            preparer.nix().use().used(PackageResolver.paths(stage.answer().resolutions()));
            remember(stage);
            stage.answer().done();
        }
    }

    @Override
    public boolean isThere() {
        boolean all = true;
        for (Stage stage : stages) {
            ResolvedPackages answer = stage.answer();
            if (!answer.tools().finder().isThere(stage.launch().program())) {
                answers.forget(answer);
                all = false;
            }
        }
        return all;
    }

    @Override
    public void requireBegun(int stage, ProcessOutcome outcome) {
        if (confinement != null) {
            confinement.requireStood(Objects.requireNonNull(stages.get(stage).start), outcome);
        }
    }

    @Override
    public void notStarted(RuntimeException failure) {
        for (Stage stage : stages) {
            stage.gate.notStarted(failure);
        }
    }

    @Override
    public void close() {
        for (Stage stage : stages) {
            ResolvedPackages answer = stage.answer;
            if (answer != null) {
                answer.pins().close();
            }
        }
    }

    private String line() {
        return context.renderer().withoutValues(request);
    }

    /** One of the programs, as far as it has come. */
    private static final class Stage {

        private final ReviewGate gate;
        private @Nullable ResolvedPackages answer;
        private ReviewGate.@Nullable Outcome outcome;
        private @Nullable RealisedOutputs realised;
        private @Nullable ProgramLaunch launch;
        private BubblewrapCommand.@Nullable Start start;

        Stage(ReviewGate gate) {
            this.gate = gate;
        }

        ProgramRequest request() {
            return gate.request();
        }

        ResolvedPackages answer() {
            return Objects.requireNonNull(answer, "not resolved");
        }

        RealisedOutputs realised() {
            return Objects.requireNonNull(realised, "not realised");
        }

        ProgramLaunch launch() {
            return Objects.requireNonNull(launch, "not realised");
        }

        /**
         * Returns the file that a program is, as a policy is shown it: the path that its package has it by, unless that is a
         * link which leads out of the store.
         */
        Path file(ProgramLaunch found) {
            FoundProgram program = found.program();
            StorePath owner = program.storePath();
            Path named = program.unfollowed();
            if (owner == null) {
                return named;
            }
            Path real = Path.of(answer().tools().view().followed(owner, named.toString()));
            return real.startsWith(owner.path().getParent()) ? named : real;
        }
    }
}
