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
    private final PackageResolver resolver;
    private final PipelineRequest request;
    private final @Nullable BubblewrapLauncher launcher;
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
     * @param launcher confines the programs; null if they have all permissions of the user
     */
    NixStages(
            NixPreparer preparer,
            PipelineRequest request,
            StartMode mode,
            @Nullable BubblewrapLauncher launcher,
            Deadline deadline) {
        this.preparer = preparer;
        this.context = preparer.context();
        this.resolver = preparer.resolver();
        this.request = request;
        this.launcher = launcher;
        this.deadline = deadline;
        for (ProgramRequest each : request.stages()) {
            boolean piped = !stages.isEmpty();
            stages.add(new Stage(new ReviewGate(
                    context, launcher == null ? null : launcher.confinement(), each, mode, piped, deadline)));
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
        if (launcher != null) {
            confinement = launcher.ready(() -> preparer.bubblewrap(deadline), this::line, deadline);
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
                ? List.of(resolver.resolve(queries.get(0), deadline))
                : new PipelineResolver(resolver, failures, deadline).resolve(queries);
        for (int i = 0; i < each.size(); i++) {
            stages.get(i).resolved = each.get(i);
        }
        resolved = System.nanoTime();
    }

    @Override
    public boolean review() {
        return forgettingVanished(() -> {
            context.watches().current().enter(Phase.REVIEW);
            boolean unchanged = true;
            if (context.policyGate().isOn()) {
                for (Stage stage : stages) {
                    unchanged &= reviewExpected(stage);
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
                if (context.policyGate().isOn() && !reviewLaunch(stage, launch)) {
                    return false;
                }
            }
            realised = System.nanoTime();
            return true;
        });
    }

    @Override
    public List<PreparedProgram> confine() {
        PhaseTimes times = new PhaseTimes(
                Duration.ofNanos(resolved - started),
                Duration.ofNanos(reviewed - resolved),
                Duration.ofNanos(realised - reviewed),
                Duration.ZERO);
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
        ResolvedPackages resolved = stage.resolved();
        ProgramLaunch launch = stage.launch();
        List<StorePath> paths = PackageResolver.paths(resolved.resolutions());
        resolved.pins().closeWith(() -> preparer.nix().packageUse().released(paths));
        BubblewrapCommand.Start start = confinement == null
                ? BubblewrapCommand.Start.unconfined(launch.words(), launch.environment())
                : confinement.around(launch, resolved, stage.request(), stage.gate::line, deadline);
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
                resolver.forget(stage.resolved());
            }
            throw e;
        }
    }

    /** Shows the command as it is before anything is in the store. Returns false if the policy has changed it. */
    private boolean reviewExpected(Stage stage) {
        RealisedOutputs known = stage.resolved().realised();
        List<String> expected = expectedWords(stage.request(), stage.resolved().resolutions());
        stage.outcome = review(
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
            return stage.resolved().realised() == null ? null : stage.file(launch(stage));
        } catch (NixException e) {
            return null;
        }
    }

    private void realiseMissing() {
        List<ResolvedPackages> missing = new ArrayList<>();
        for (Stage stage : stages) {
            if (stage.resolved().realised() == null) {
                missing.add(stage.resolved());
            }
        }
        Realisation realisation =
                missing.isEmpty() ? null : preparer.realisations().realise(missing, this::line, deadline);
        for (Stage stage : stages) {
            RealisedOutputs known = stage.resolved().realised();
            stage.realised = known != null ? known : realised(stage.resolved(), Objects.requireNonNull(realisation));
        }
    }

    private static RealisedOutputs realised(ResolvedPackages resolved, Realisation realisation) {
        return new RealisedOutputs(
                realisation.closureSize(PackageResolver.paths(resolved.resolutions())), PackageResolver.marks(resolved));
    }

    /** Returns false if the policy wants the command changed, now that all of it is known. */
    private boolean reviewLaunch(Stage stage, ProgramLaunch launch) {
        Supplier<Path> program = () -> stage.file(launch);
        boolean known = stage.outcome == ReviewGate.Outcome.PASSED
                && launch.reviewedWords()
                        .equals(expectedWords(stage.request(), stage.resolved().resolutions()))
                && !stage.gate.hasReviewedOtherThan(program);
        if (known) {
            return true;
        }
        context.watches().current().enter(Phase.REVIEW);
        ReviewGate.Outcome outcome =
                review(stage, launch.reviewedWords(), program, stage.realised().closureSize());
        if (outcome == ReviewGate.Outcome.CHANGED) {
            remember(stage);
            return false;
        }
        return true;
    }

    private ReviewGate.Outcome review(
            Stage stage,
            List<String> words,
            Supplier<? extends @Nullable Path> program,
            @Nullable ByteSize closureSize) {
        ResolvedPackages resolved = stage.resolved();
        return stage.gate.review(
                () -> PlannedPackages.of(
                        stage.request().installables(),
                        resolved.resolutions(),
                        preparer.nix().nixpkgs()),
                words,
                program,
                closureSize,
                () -> closureSize != null
                        ? Transfer.none()
                        : resolved.services().realiser().preview(resolved.resolutions(), deadline));
    }

    /** What Nix has answered at another time is no reason to fail. */
    private ProgramLaunch launch(Stage stage) {
        ResolvedPackages resolved = stage.resolved();
        ProcessEnvironment environment = stage.request().environmentOver(context.environment());
        try {
            return ProgramLaunch.of(resolved.services(), stage.request(), resolved.resolutions(), environment);
        } catch (NoMainProgramException e) {
            if (resolved.cached() != null && !stage.request().isShell()) {
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
        resolver.remember(stage.resolved(), there.marks().isEmpty() ? null : there, deadline);
    }

    @Override
    public void started() {
        for (Stage stage : stages) {
            preparer.nix().packageUse().used(PackageResolver.paths(stage.resolved().resolutions()));
            remember(stage);
            stage.resolved().done();
        }
    }

    @Override
    public boolean arePresent() {
        boolean all = true;
        for (Stage stage : stages) {
            ResolvedPackages resolved = stage.resolved();
            if (!resolved.services().finder().isThere(stage.launch().program())) {
                resolver.forget(resolved);
                all = false;
            }
        }
        return all;
    }

    @Override
    public void requireStarted(int stage, ProcessOutcome outcome) {
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
            ResolvedPackages resolved = stage.resolved;
            if (resolved != null) {
                resolved.pins().close();
            }
        }
    }

    private String line() {
        return context.renderer().withoutValues(request);
    }

    /** One of the programs, as far as it has come. */
    private static final class Stage {

        private final ReviewGate gate;
        private @Nullable ResolvedPackages resolved;
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

        ResolvedPackages resolved() {
            return Objects.requireNonNull(resolved, "not resolved");
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
            Path real = Path.of(resolved().services().view().followed(owner, named.toString()));
            return real.startsWith(owner.path().getParent()) ? named : real;
        }
    }
}
