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
 * Review of one program by the policy of its client: it holds the request as the policy has changed it so far.
 *
 * <p>Not thread-safe.
 */
final class ReviewGate {

    /** A policy that changes a command more often than that would not come to an end. */
    private static final int MAX_CHANGES = 5;

    private final PolicyGate review;
    private final CommandLineRenderer renderer;
    private final ProcessEnvironment inherited;
    private final @Nullable Confinement confinement;
    private final StartMode mode;
    private final boolean piped;
    private final Deadline deadline;
    private ProgramRequest request;
    /** The change as the policy asked for it. */
    private PlannedChange wanted = PlannedChange.none();
    /** The change as it was carried out. */
    private PlannedChange change = PlannedChange.none();

    private int changes;
    private boolean reviewed;
    private String auditId = "";
    /** Policies may ask for it on a thread of their own. */
    private volatile @Nullable Path shownProgram;

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
        this.review = context.review();
        this.renderer = context.renderer();
        this.inherited = context.environment();
        this.confinement = confinement;
        this.request = request;
        this.mode = mode;
        this.piped = piped;
        this.deadline = deadline;
    }

    /** Returns the request as it is to be prepared. */
    ProgramRequest request() {
        return request;
    }

    /** Returns the change that was carried out. */
    PlannedChange change() {
        return change;
    }

    /** Returns the number of the last decision in the audit; empty without one. */
    String auditId() {
        return auditId;
    }

    /** Records that the program, if it was allowed, was not started. */
    void notStarted(RuntimeException failure) {
        review.notStarted(auditId, failure);
    }

    /** Asks whether Nix may look at the packages, and settles where the program will run. */
    void admit() {
        if (review.isOn()) {
            review.admit(request.installables(), renderer.nixpkgs(), this::line, deadline);
            settleDirectory();
        } else {
            requireDisplay();
        }
    }

    /** Where there is a policy only once it has allowed the command, since a denial is what the caller has to know first. */
    private void requireDisplay() {
        if (mode == StartMode.GRAPHICAL) {
            Map<String, String> variables = new HashMap<>(System.getenv());
            request.environmentOver(inherited).applyTo(variables);
            new DesktopEnvironment(variables).requireDisplay(line());
        }
    }

    /** What a link points to may change between the review and the start. */
    private void settleDirectory() {
        Path given = request.directory();
        if (given != null) {
            Path real = real(given);
            if (!real.equals(given)) {
                carryOut(PlannedChange.none().directory(real));
            }
        }
    }

    private Path real(Path directory) {
        try {
            return directory.toRealPath();
        } catch (IOException e) {
            throw PolicyGate.denied("the directory " + directory + " cannot be found out: " + e, this::line);
        }
    }

    /** Insists that the directory is the one that was shown: a download may have taken its time. */
    void requireSameDirectory() {
        Path shown = request.directory();
        if (shown != null && review.isOn() && !real(shown).equals(shown)) {
            throw PolicyGate.denied("the directory " + shown + " was shown, and now is a link to another", this::line);
        }
    }

    /**
     * Shows the command to the policy.
     *
     * @param packages what it needs
     * @param words what would be started
     * @param program finds the file that would be started; returns null if that is not known
     * @param closureSize what the packages occupy; null if that is not known
     * @param transfer finds out what has to be downloaded and built
     * @return what has come of it
     */
    Outcome show(
            Supplier<List<PlannedPackage>> packages,
            List<String> words,
            Supplier<? extends @Nullable Path> program,
            @Nullable ByteSize closureSize,
            Supplier<Transfer> transfer) {
        if (!review.isOn()) {
            return Outcome.PASSED;
        }
        AtomicBoolean missed = new AtomicBoolean();
        shownProgram = null;
        PlannedCommand planned = planned(packages.get(), words)
                .transfer(transfer)
                .program(() -> {
                    shownProgram = program.get();
                    return known(shownProgram, missed);
                })
                .closureSize(() -> known(closureSize, missed))
                .build();
        reviewed = true;
        auditId = "";
        PolicyGate.Verdict verdict = review.review(planned, this::line, deadline);
        PlannedChange more = verdict.change();
        if (more != null && !wanted.includes(more)) {
            apply(more);
            return Outcome.CHANGED;
        }
        auditId = verdict.id();
        requireDisplay();
        return missed.get() ? Outcome.PASSED_SO_FAR : Outcome.PASSED;
    }

    /** Returns whether a file has been shown as the program, and this one is another. */
    boolean showedOtherThan(Supplier<Path> program) {
        Path shown = shownProgram;
        return shown != null && !shown.equals(program.get());
    }

    private static <T> Optional<T> known(@Nullable T fact, AtomicBoolean missed) {
        missed.compareAndSet(false, fact == null);
        return Optional.ofNullable(fact);
    }

    /**
     * Asks the policy about a command that is only planned.
     *
     * @param packages what it needs
     * @param words what would be started
     * @param transfer what has to be downloaded and built
     * @return why the policy would deny it; empty if it would not
     */
    Optional<String> foresee(Supplier<List<PlannedPackage>> packages, List<String> words, Supplier<Transfer> transfer) {
        if (!review.isOn()) {
            return Optional.empty();
        }
        PlannedCommand planned = planned(packages.get(), words)
                .program(() -> kind() == CommandKind.RUN ? Optional.of(Path.of(words.get(0))) : Optional.empty())
                .transfer(transfer)
                .reviewedBefore(true)
                .build();
        return review.foresee(planned, this::line, deadline);
    }

    private PlannedCommandBuilder planned(List<PlannedPackage> packages, List<String> words) {
        return PlannedCommand.builder(kind(), words)
                .packages(packages)
                .directory(request.directory())
                .environmentNames(request.environment().changes().keySet())
                .variables(() -> request.environmentOver(inherited).names())
                .timeout(mode.isDetached() ? null : request.limits().timeout())
                .input(piped ? PlannedInput.of(PlannedInput.Kind.PIPE) : input(request.stdin()))
                .background(mode != StartMode.AWAITED)
                .detached(mode.isDetached())
                .graphical(mode == StartMode.GRAPHICAL)
                .confinement(confinement == null ? null : confinement.toString())
                .reviewedBefore(reviewed)
                .changes(wanted);
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

    private void apply(PlannedChange more) {
        requirePossible(more);
        changes++;
        if (changes > MAX_CHANGES) {
            throw PolicyGate.denied(
                    "the policy has changed it " + MAX_CHANGES + " times and is not content", this::line);
        }
        wanted = wanted.plus(more);
        carryOut(more);
        settleDirectory();
    }

    /** What would not come true, or not as it is meant, is no reason to let the command run. */
    private void requirePossible(PlannedChange more) {
        if (more.arguments().isPresent() && kind() == CommandKind.SCRIPT) {
            throw PolicyGate.denied(
                    "the policy wants other arguments, which would not change what the script says", this::line);
        }
        if (mode.isDetached() && (more.timeout().isPresent() || more.maxOutput().isPresent())) {
            throw PolicyGate.denied(
                    "the policy wants a limit, and nobody is there to keep a detached program to it", this::line);
        }
    }

    private void carryOut(PlannedChange more) {
        change = change.plus(more);
        request = request.with(change);
    }

    /** Returns the line of the request, for messages. */
    String line() {
        return renderer.withoutValues(request);
    }

    /** What has come of showing a command. */
    enum Outcome {
        /** It may run as it is. */
        PASSED,
        /** It may be brought into the store, and has to be shown again when its program and size are known. */
        PASSED_SO_FAR,
        /** It has been changed, and is to be prepared anew. */
        CHANGED
    }
}
