package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.exec.Stdin;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.runtime.PolicyGate;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Transfer;
import io.github.nixadhoc.policy.CommandKind;
import io.github.nixadhoc.policy.Confinement;
import io.github.nixadhoc.policy.PlannedChange;
import io.github.nixadhoc.policy.PlannedCommand;
import io.github.nixadhoc.policy.PlannedCommandBuilder;
import io.github.nixadhoc.policy.PlannedInput;
import io.github.nixadhoc.policy.PlannedPackage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Review of one program by the policy of its client. Holds the request with the changes of the policy so far.
 *
 * <p>Not thread-safe.
 */
final class ReviewGate {

    /** A policy that changes a command more often may never end. */
    private static final int MAX_CHANGES = 5;

    private final PolicyGate policyGate;
    private final CommandLineRenderer renderer;
    private final ProcessEnvironment inherited;
    private final Map<String, String> desktop;
    private final @Nullable Confinement confinement;
    private final StartMode mode;
    private final boolean piped;
    private final Deadline deadline;
    private ProgramRequest request;
    /** The sum of the changes that the policy asked for. */
    private PlannedChange requestedChange = PlannedChange.none();
    /** The sum of the changes to the request, those of this gate included. */
    private PlannedChange appliedChange = PlannedChange.none();

    private int changeCount;
    private boolean reviewed;
    private String auditId = "";
    /** Volatile, since a policy may ask for it on a thread of its own. */
    private volatile @Nullable Path reviewedProgram;

    /**
     * Creates the gate of a program.
     *
     * @param context the client
     * @param confinement the confinement that the policy is shown; null for none
     * @param request the request
     * @param mode the way in which it is started
     * @param piped whether it reads what another program prints
     * @param deadline the end of the run
     */
    ReviewGate(
            ClientContext context,
            @Nullable Confinement confinement,
            ProgramRequest request,
            StartMode mode,
            boolean piped,
            Deadline deadline) {
        this.policyGate = context.policyGate();
        this.renderer = context.renderer();
        this.inherited = context.environment();
        this.desktop = mode == StartMode.GRAPHICAL ? context.detached().environment() : Map.of();
        this.confinement = confinement;
        this.request = request;
        this.mode = mode;
        this.piped = piped;
        this.deadline = deadline;
    }

    /** Returns the request with all changes so far. */
    ProgramRequest request() {
        return request;
    }

    /** Returns the sum of the changes to the request. */
    PlannedChange change() {
        return appliedChange;
    }

    /** Returns the number of the last decision in the audit; empty without one. */
    String auditId() {
        return auditId;
    }

    /** Records that the program, if it was allowed, was not started. */
    void notStarted(RuntimeException failure) {
        policyGate.notStarted(auditId, failure);
    }

    /** Insists that the policy admits the packages, and resolves the links in the path of the directory. */
    void admit() {
        if (policyGate.isOn()) {
            policyGate.admit(request.installables(), request.directory(), renderer.nixpkgs(), this::line, deadline);
            resolveDirectoryLinks();
        } else {
            requireDisplay();
        }
    }

    /** With a policy, the display is checked after the review: a denial is the more important failure. */
    private void requireDisplay() {
        if (mode == StartMode.GRAPHICAL) {
            Map<String, String> variables = new HashMap<>(System.getenv());
            request.environmentOver(inherited).applyTo(variables);
            new DesktopEnvironment(variables).requireDisplay(line());
        }
    }

    /** The target of a link may change between the review and the start. */
    private void resolveDirectoryLinks() {
        Path given = request.directory();
        if (given != null) {
            Path real = real(given);
            if (!real.equals(given)) {
                applyToRequest(PlannedChange.none().directory(real));
            }
        }
    }

    private Path real(Path directory) {
        try {
            return directory.toRealPath();
        } catch (IOException e) {
            throw PolicyGate.denied("the directory " + directory + " cannot be resolved: " + e, this::line);
        }
    }

    /** Insists that the directory is the one that the policy has seen: a download may take long. */
    void requireSameDirectory() {
        Path shown = request.directory();
        if (shown != null && policyGate.isOn() && !real(shown).equals(shown)) {
            throw PolicyGate.denied("the directory " + shown + " has become a link since its review", this::line);
        }
    }

    /**
     * Shows the command to the policy, and applies the change that it asks for.
     *
     * @param packages returns the packages
     * @param words the words that start the program
     * @param program returns the executable; null if it is not known yet
     * @param closureSize the size of the packages with all that they depend on; null if it is not known yet
     * @param transfer returns the outputs to download and build
     * @return the outcome
     */
    Outcome review(
            Supplier<List<PlannedPackage>> packages,
            List<String> words,
            Supplier<? extends @Nullable Path> program,
            @Nullable ByteSize closureSize,
            Supplier<Transfer> transfer) {
        if (!policyGate.isOn()) {
            return Outcome.PASSED;
        }
        AtomicBoolean factMissing = new AtomicBoolean();
        reviewedProgram = null;
        PlannedCommand planned = planned(packages.get(), words)
                .transfer(transfer)
                .program(() -> {
                    reviewedProgram = program.get();
                    return known(reviewedProgram, factMissing);
                })
                .closureSize(() -> known(closureSize, factMissing))
                .build();
        reviewed = true;
        auditId = "";
        PolicyGate.Verdict verdict = policyGate.review(planned, this::line, deadline);
        PlannedChange addition = verdict.change();
        if (addition != null && !requestedChange.includes(addition)) {
            apply(addition);
            return Outcome.CHANGED;
        }
        auditId = verdict.id();
        requireDisplay();
        return factMissing.get() ? Outcome.PASSED_PROVISIONALLY : Outcome.PASSED;
    }

    /** Returns whether the policy has seen a program that is not this one. */
    boolean hasReviewedOtherThan(Supplier<Path> program) {
        Path shown = reviewedProgram;
        return shown != null && !shown.equals(program.get());
    }

    private static <T> @Nullable T known(@Nullable T fact, AtomicBoolean factMissing) {
        factMissing.compareAndSet(false, fact == null);
        return fact;
    }

    /**
     * Asks the policy about a command that is only planned.
     *
     * @param packages returns the packages
     * @param words the words that start the program
     * @param transfer returns the outputs to download and build
     * @return the reason for which the policy would deny it; empty if it would not
     */
    Optional<String> foresee(Supplier<List<PlannedPackage>> packages, List<String> words, Supplier<Transfer> transfer) {
        if (!policyGate.isOn()) {
            return Optional.empty();
        }
        PlannedCommand planned = planned(packages.get(), words)
                .program(() -> kind() == CommandKind.RUN ? Path.of(words.get(0)) : null)
                .transfer(transfer)
                .reviewedBefore(true)
                .build();
        return policyGate.foresee(planned, this::line, deadline);
    }

    private PlannedCommandBuilder planned(List<PlannedPackage> packages, List<String> words) {
        return PlannedCommand.builder(kind(), words)
                .packages(packages)
                .directory(request.directory())
                .environmentNames(OwnVariables.of(request.environment(), inherited, desktop))
                .variables(() -> request.environmentOver(inherited).names())
                .timeout(mode.isDetached() ? null : request.limits().timeout())
                .input(piped ? PlannedInput.of(PlannedInput.Kind.PIPE) : input(request.stdin()))
                .background(mode != StartMode.AWAITED)
                .detached(mode.isDetached())
                .graphical(mode == StartMode.GRAPHICAL)
                .confinement(confinement == null ? null : confinement.toString())
                .reviewedBefore(reviewed)
                .changes(requestedChange);
    }

    private static PlannedInput input(Stdin stdin) {
        if (stdin instanceof Stdin.Bytes bytes) {
            return PlannedInput.bytes(bytes.bytes());
        } else if (stdin instanceof Stdin.File file) {
            return PlannedInput.file(file.path());
        } else if (stdin instanceof Stdin.Stream) {
            return PlannedInput.of(PlannedInput.Kind.STREAM);
        } else if (stdin instanceof Stdin.Open) {
            return PlannedInput.of(PlannedInput.Kind.OPEN);
        } else if (stdin instanceof Stdin.Inherit) {
            return PlannedInput.of(PlannedInput.Kind.INHERITED);
        }
        return PlannedInput.none();
    }

    private CommandKind kind() {
        if (!request.isShell()) {
            return CommandKind.RUN;
        }
        return request.program() instanceof ProgramRequest.Program.Script ? CommandKind.SCRIPT : CommandKind.SHELL;
    }

    private void apply(PlannedChange addition) {
        requirePossible(addition);
        changeCount++;
        if (changeCount > MAX_CHANGES) {
            throw PolicyGate.denied(
                    "the policy has changed it " + MAX_CHANGES + " times and still asks for another change",
                    this::line);
        }
        requestedChange = requestedChange.plus(addition);
        applyToRequest(addition);
        resolveDirectoryLinks();
    }

    /** A change that cannot be applied as it is meant denies the command. */
    private void requirePossible(PlannedChange addition) {
        if (addition.arguments().isPresent() && kind() == CommandKind.SCRIPT) {
            throw PolicyGate.denied(
                    "the policy wants other arguments, which would not change what the script says", this::line);
        }
        if (mode.isDetached()
                && (addition.timeout().isPresent() || addition.maxOutput().isPresent())) {
            throw PolicyGate.denied(
                    "the policy wants a limit, which cannot be enforced on a detached program", this::line);
        }
    }

    private void applyToRequest(PlannedChange addition) {
        appliedChange = appliedChange.plus(addition);
        request = request.with(appliedChange);
    }

    /** Returns the line of the request, for messages. */
    String line() {
        return renderer.withoutValues(request);
    }

    /** The outcome of a review. */
    enum Outcome {
        /** It may run as it is. */
        PASSED,
        /** It may be realised, and is reviewed again when its program and size are known. */
        PASSED_PROVISIONALLY,
        /** It was changed, so its packages have to be resolved again. */
        CHANGED
    }
}
