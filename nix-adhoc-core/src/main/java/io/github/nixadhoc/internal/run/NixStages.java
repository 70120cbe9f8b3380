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
import io.github.nixadhoc.internal.progress.CommandWatch;
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

/** The stages of one run with a real Nix. See {@link ProgramRunner} for their order. */
final class NixStages implements RunStages {

    private final NixPreparer preparer;
    private final ClientContext context;
    private final CommandWatch watch;
    private final boolean underReview;
    private final PackageResolver resolver;
    private final PipelineRequest request;
    private final @Nullable BubblewrapLauncher bubblewrap;
    private final Deadline deadline;
    private final List<RunProgram> programs = new ArrayList<>();
    private BubblewrapLauncher.@Nullable Sandbox sandbox;
    private long startNanos;
    private long resolvedNanos;
    private long reviewedNanos;
    private long realisedNanos;

    /**
     * Creates the stages of a run.
     *
     * @param bubblewrap surrounds the programs with walls; null for none
     */
    NixStages(
            NixPreparer preparer,
            PipelineRequest request,
            StartMode mode,
            @Nullable BubblewrapLauncher bubblewrap,
            Deadline deadline) {
        this.preparer = preparer;
        this.context = preparer.context();
        this.watch = context.watches().current();
        this.underReview = context.policyGate().isOn();
        this.resolver = preparer.resolver();
        this.request = request;
        this.bubblewrap = bubblewrap;
        this.deadline = deadline;
        for (ProgramRequest each : request.stages()) {
            boolean piped = !programs.isEmpty();
            programs.add(new RunProgram(new ReviewGate(
                    context, bubblewrap == null ? null : bubblewrap.confinement(), each, mode, piped, deadline)));
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
        for (RunProgram program : programs) {
            WorkingDirectory.require(program.request(), program.line);
        }
        for (RunProgram program : programs) {
            program.gate.admit();
        }
        if (bubblewrap != null) {
            sandbox = bubblewrap.confinement() == null
                    ? bubblewrap.sandboxIfPossible()
                    : bubblewrap.sandbox(() -> preparer.fetchBubblewrap(deadline), this::line, deadline);
        }
    }

    @Override
    public void resolve() {
        close();
        startNanos = System.nanoTime();
        watch.enter(Phase.RESOLVE);
        List<PackageQuery> queries = new ArrayList<>();
        for (RunProgram program : programs) {
            WorkingDirectory.require(program.request(), program.line);
            queries.add(query(program.request(), program.line));
        }
        List<ResolvedPackages> each = queries.size() == 1
                ? List.of(resolver.resolve(queries.get(0), deadline))
                : new PipelineResolver(resolver, resolutionContext(), deadline).resolve(queries);
        for (int i = 0; i < each.size(); i++) {
            programs.get(i).resolved = each.get(i);
        }
        resolvedNanos = System.nanoTime();
    }

    @Override
    public boolean review() {
        watch.enter(Phase.REVIEW);
        boolean unchanged = true;
        try {
            if (underReview) {
                for (RunProgram program : programs) {
                    unchanged &= reviewExpected(program);
                }
            }
        } catch (StoreRaceException e) {
            throw forgotten(e);
        }
        reviewedNanos = System.nanoTime();
        return unchanged;
    }

    @Override
    public boolean realise() {
        watch.enter(Phase.REALISE);
        try {
            realiseMissing();
            for (RunProgram program : programs) {
                ProgramLaunch launch = launch(program);
                program.launch = launch;
                if (underReview && !reviewLaunch(program, launch)) {
                    return false;
                }
            }
        } catch (StoreRaceException e) {
            throw forgotten(e);
        }
        realisedNanos = System.nanoTime();
        return true;
    }

    @Override
    public List<PreparedProgram> confine() {
        PhaseTimes times = PhaseTimes.of(
                Duration.ofNanos(resolvedNanos - startNanos),
                Duration.ofNanos(reviewedNanos - resolvedNanos),
                Duration.ofNanos(realisedNanos - reviewedNanos),
                Duration.ZERO);
        List<PreparedProgram> prepared = new ArrayList<>(programs.size());
        try {
            for (RunProgram program : programs) {
                prepared.add(confined(program, times));
            }
        } catch (StoreRaceException e) {
            throw forgotten(e);
        }
        return prepared;
    }

    private PreparedProgram confined(RunProgram program, PhaseTimes times) {
        program.gate.requireSameDirectory();
        ResolvedPackages resolved = program.resolved();
        ProgramLaunch launch = program.launch();
        List<StorePath> paths = PackageResolver.paths(resolved.resolutions());
        resolved.pins().closeWith(() -> preparer.nix().packageUse().released(paths));
        List<String> words = launch.words();
        ProcessEnvironment environment = launch.environment();
        boolean keepsFilesOut = false;
        if (sandbox != null) {
            BubblewrapCommand.Start start = sandbox.wrap(launch, resolved, program.request(), program.line, deadline);
            program.start = start;
            words = start.words();
            environment = start.environment();
            keepsFilesOut = start.keepsFilesOut();
        }
        return new PreparedProgram(
                program.request(),
                words,
                environment,
                keepsFilesOut,
                Path.of(launch.program().path()),
                paths,
                program.realised().closureSize(),
                times,
                program.gate.change(),
                program.gate.auditId());
    }

    /** The next attempt must not find in the cache what has been deleted from the store. */
    private StoreRaceException forgotten(StoreRaceException race) {
        for (RunProgram program : programs) {
            resolver.forget(program.resolved());
        }
        return race;
    }

    /**
     * Shows the policy the command as far as it is known before the realisation. Returns false if the policy changed
     * it.
     */
    private boolean reviewExpected(RunProgram program) {
        RealisedOutputs known = program.resolved().realised();
        program.reviewedPaths = PackageResolver.paths(program.resolved().resolutions());
        List<String> expected =
                expectedWords(program.request(), program.resolved().resolutions());
        program.outcome = review(
                program,
                expected,
                () -> expectedProgram(program, expected.get(0)),
                known == null ? null : known.closureSize());
        return program.outcome != ReviewGate.Outcome.CHANGED;
    }

    /**
     * Returns null for a program that has to be searched in packages which may not be in the store yet, or lack it.
     */
    private @Nullable Path expectedProgram(RunProgram program, String first) {
        if (!program.request().isShell()) {
            return Path.of(first);
        }
        try {
            return program.resolved().realised() == null ? null : program.file(launch(program));
        } catch (NixException e) {
            return null;
        }
    }

    private void realiseMissing() {
        List<ResolvedPackages> missing = new ArrayList<>();
        for (RunProgram program : programs) {
            if (program.resolved().realised() == null) {
                missing.add(program.resolved());
            }
        }
        Realisation realisation =
                missing.isEmpty() ? null : preparer.realisations().realise(missing, this::line, deadline);
        for (RunProgram program : programs) {
            RealisedOutputs known = program.resolved().realised();
            if (known != null || realisation == null) {
                program.realised = known;
            } else {
                program.resolved = program.resolved().completed(realisation);
                program.realised = realised(program.resolved(), realisation);
            }
        }
    }

    private static RealisedOutputs realised(ResolvedPackages resolved, Realisation realisation) {
        return new RealisedOutputs(
                realisation.closureSize(PackageResolver.paths(resolved.resolutions())),
                PackageResolver.marks(resolved));
    }

    /**
     * Shows the policy the command with its program and size, if it did not see both before. Returns false if the
     * policy changed it.
     */
    private boolean reviewLaunch(RunProgram program, ProgramLaunch launch) {
        Supplier<Path> file = () -> program.file(launch);
        boolean reviewed = program.outcome == ReviewGate.Outcome.PASSED
                && PackageResolver.paths(program.resolved().resolutions()).equals(program.reviewedPaths)
                && launch.reviewedWords()
                        .equals(expectedWords(
                                program.request(), program.resolved().resolutions()))
                && !program.gate.hasReviewedOtherThan(file);
        if (reviewed) {
            return true;
        }
        watch.enter(Phase.REVIEW);
        ReviewGate.Outcome outcome =
                review(program, launch.reviewedWords(), file, program.realised().closureSize());
        if (outcome == ReviewGate.Outcome.CHANGED) {
            cache(program);
            return false;
        }
        return true;
    }

    private ReviewGate.Outcome review(
            RunProgram program,
            List<String> words,
            Supplier<? extends @Nullable Path> file,
            @Nullable ByteSize closureSize) {
        ResolvedPackages resolved = program.resolved();
        return program.gate.review(
                () -> PlannedPackages.of(
                        program.request(),
                        resolved.resolutions(),
                        preparer.nix().nixpkgs()),
                words,
                file,
                closureSize,
                () -> closureSize != null
                        ? Transfer.none()
                        : resolved.services().realiser().preview(resolved.resolutions(), deadline));
    }

    /** An answer from the cache may be outdated: it leads to another attempt, not to a failure. */
    private ProgramLaunch launch(RunProgram program) {
        ResolvedPackages resolved = program.resolved();
        ProcessEnvironment environment = program.request().environmentOver(context.environment());
        try {
            return ProgramLaunch.of(resolved.services(), program.request(), resolved.resolutions(), environment);
        } catch (NoMainProgramException e) {
            if (resolved.cached() != null && !program.request().isShell()) {
                throw new StoreRaceException(Failure.of(e.shortMessage(), "", Phase.EXECUTE, List.of(), ""));
            }
            throw executionContext(program).explained(e);
        } catch (NixException e) {
            throw executionContext(program).explained(e);
        }
    }

    private FailureContext resolutionContext() {
        return new FailureContext(request.installables(), this::line, Phase.RESOLVE);
    }

    private static FailureContext executionContext(RunProgram program) {
        return new FailureContext(program.request().installables(), program.line, Phase.EXECUTE);
    }

    private void cache(RunProgram program) {
        RealisedOutputs outputs = program.realised();
        resolver.remember(program.resolved(), outputs.marks().isEmpty() ? null : outputs, deadline);
    }

    @Override
    public void started() {
        for (RunProgram program : programs) {
            preparer.nix()
                    .packageUse()
                    .used(PackageResolver.paths(program.resolved().resolutions()));
            cache(program);
            program.resolved().done();
        }
    }

    @Override
    public boolean arePresent() {
        boolean all = true;
        for (RunProgram program : programs) {
            ResolvedPackages resolved = program.resolved();
            if (!resolved.services().finder().isThere(program.launch().program())) {
                resolver.forget(resolved);
                all = false;
            }
        }
        return all;
    }

    @Override
    public void requireStarted(int index, ProcessOutcome outcome) {
        if (sandbox != null) {
            sandbox.requireProgramStarted(Objects.requireNonNull(programs.get(index).start), outcome);
        }
    }

    @Override
    public void notStarted(RuntimeException failure) {
        for (RunProgram program : programs) {
            program.gate.notStarted(failure);
        }
    }

    @Override
    public void close() {
        for (RunProgram program : programs) {
            ResolvedPackages resolved = program.resolved;
            if (resolved != null) {
                resolved.pins().close();
            }
        }
    }

    private String line() {
        return context.renderer().withoutValues(request);
    }

    /** One program of the run, with the results of the stages so far. */
    private static final class RunProgram {

        private final ReviewGate gate;
        private final Supplier<String> line;
        private @Nullable ResolvedPackages resolved;
        private ReviewGate.@Nullable Outcome outcome;
        private List<StorePath> reviewedPaths = List.of();
        private @Nullable RealisedOutputs realised;
        private @Nullable ProgramLaunch launch;
        private BubblewrapCommand.@Nullable Start start;

        RunProgram(ReviewGate gate) {
            this.gate = gate;
            this.line = gate::line;
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
         * Returns the file of the program for the policy: its path in the package, unless that is a link out of the
         * store.
         */
        Path file(ProgramLaunch found) {
            FoundProgram program = found.program();
            StorePath owner = program.storePath();
            Path named = program.unfollowed();
            if (owner == null) {
                return named;
            }
            Path real = Path.of(resolved().services().view().resolveLinks(owner, named.toString()));
            return real.startsWith(owner.path().getParent()) ? named : real;
        }
    }
}
