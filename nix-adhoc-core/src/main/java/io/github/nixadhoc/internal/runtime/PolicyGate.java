package io.github.nixadhoc.internal.runtime;

import io.github.nixadhoc.audit.Audit;
import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.CommandDeniedException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.internal.audit.AuditRecorder;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.Secrets;
import io.github.nixadhoc.internal.nix.StoreRaceException;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.policy.CommandPolicy;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.PlannedChange;
import io.github.nixadhoc.policy.PlannedCommand;
import io.github.nixadhoc.policy.RequestedPackage;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The moments at which the policy is asked; it fails closed. */
public record PolicyGate(PolicyCaller reviewer, @Nullable Audit audit, boolean isPolicyGiven) {

    private static final Pattern STEERING = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    /** The program has ended, perhaps since its time was up: its caller waits for the result. */
    private static final Duration PATIENCE_AT_THE_END = Duration.ofSeconds(2);

    /** Makes the review of a client; of one that was given no policy, which allows all. */
    public static PolicyGate of(@Nullable CommandPolicy policy, @Nullable Audit audit) {
        CommandPolicy asked = policy == null ? CommandPolicy.allowAll() : policy;
        return new PolicyGate(new PolicyCaller(asked, PolicyCaller.PATIENCE), audit, policy != null);
    }

    /** Returns whether there is anything to ask or to record: most clients allow all. */
    public boolean isOn() {
        return audit != null || !reviewer.policy().equals(CommandPolicy.allowAll());
    }

    /**
     * Asks the policy whether Nix may look at packages.
     *
     * @throws CommandDeniedException if the policy denies, throws or gives no decision
     */
    public void admit(List<Installable> installables, Nixpkgs nixpkgs, Supplier<String> line, Deadline deadline) {
        if (!isOn()) {
            return;
        }
        List<RequestedPackage> requested =
                installables.stream().map(nixpkgs::requested).toList();
        Asked asked = ask(policy -> policy.admit(requested), line, deadline);
        if (asked.decision() instanceof Decision.Deny deny) {
            String unused = record(line, deadline, recorder -> {
                recorder.admitted(requested, deny);
                return "";
            });
            throw denied(deny, asked.cause(), line);
        }
    }

    /**
     * Asks the policy about what starts no program, and so has nothing that could be changed.
     *
     * @throws CommandDeniedException if the policy denies, throws or gives no decision
     */
    public void require(PlannedCommand planned, Supplier<String> line, Deadline deadline) {
        if (isOn() && review(planned, line, deadline).change() != null) {
            throw denied("the policy wants it changed, which is possible only where a program is started", line);
        }
    }

    /**
     * Asks the policy.
     *
     * @param planned what it is asked about
     * @param line the command line, for messages
     * @return that the command may run as it is, or what the policy wants changed
     * @throws CommandDeniedException if the policy denies, throws or gives no decision
     */
    public Verdict review(PlannedCommand planned, Supplier<String> line, Deadline deadline) {
        Asked asked = ask(policy -> policy.review(planned), line, deadline);
        Decision decision = asked.decision();
        String id = record(line, deadline, recorder -> recorder.decided(planned, decision));
        if (decision instanceof Decision.Allow) {
            return new Verdict(null, id);
        }
        if (decision instanceof Decision.Change change) {
            return new Verdict(change.change(), id);
        }
        throw denied(decision, asked.cause(), line);
    }

    /**
     * Asks the policy about what is only planned. Nothing is recorded, since nothing is decided.
     *
     * @param planned what it is asked about
     * @param line the command line, for messages
     * @return why the policy would deny it, with its rule; empty if it would not
     */
    public Optional<String> foresee(PlannedCommand planned, Supplier<String> line, Deadline deadline) {
        Asked asked = ask(policy -> policy.foresee(planned), line, deadline);
        Decision decision = asked.decision();
        return decision instanceof Decision.Deny || decision instanceof Decision.Ask
                ? Optional.of(reason(decision) + " (rule: " + decision.rule() + ")")
                : Optional.empty();
    }

    private Asked ask(Function<CommandPolicy, @Nullable Decision> question, Supplier<String> line, Deadline deadline) {
        try {
            Decision decision = reviewer.ask(question, deadline);
            return decision == null
                    ? closed("the policy gave no decision", null)
                    : new Asked(decision.by(reviewer.policy().rule()), null);
        } catch (TimeoutException e) {
            if (deadline.hasPassed()) {
                throw timedOut("the time was up while the policy was asked", line, null);
            }
            return closed("the policy gave no answer in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled("the thread that waited for the policy was interrupted", line, null);
        } catch (ExecutionException e) {
            return failed(e.getCause());
        }
    }

    /** What ends Nix at work for the policy ends the command in the same way as elsewhere. */
    private static Asked failed(@Nullable Throwable cause) {
        if (cause instanceof CancelledException
                || cause instanceof TimedOutException
                || cause instanceof StoreRaceException) {
            throw (NixException) cause;
        }
        return closed("the policy failed: " + cause, cause);
    }

    private static Asked closed(String reason, @Nullable Throwable cause) {
        return new Asked(Decision.deny(reason).by("without a decision nothing runs"), cause);
    }

    /** Writes to the audit, without which nothing runs where it is required. */
    private String record(Supplier<String> line, Deadline deadline, Function<AuditRecorder, String> entry) {
        if (audit == null) {
            return "";
        }
        try {
            return entry.apply(recorder(audit, deadline.remaining()));
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof InterruptedIOException) {
                throw cancelled("the thread that waited for the audit was interrupted", line, e);
            }
            if (deadline.hasPassed()) {
                throw timedOut("the time was up before it could be recorded: " + e.getMessage(), line, e);
            }
            if (audit.isRequired()) {
                CommandDeniedException denied = denied(String.valueOf(e.getMessage()), line);
                denied.initCause(e);
                throw denied;
            }
            LoggerFactory.getLogger(PolicyGate.class).warn("not recorded", e);
            return "";
        }
    }

    private static AuditRecorder recorder(Audit audit, @Nullable Duration atMost) {
        Duration patience = atMost == null || atMost.compareTo(audit.patience()) >= 0 ? audit.patience() : atMost;
        return new AuditRecorder(audit.file(), audit.who(), patience);
    }

    private static NixException timedOut(String what, Supplier<String> line, @Nullable Throwable cause) {
        Failure failure = Failure.of(what, line.get(), Phase.REVIEW, List.of(), "allow more with timeout(…)");
        return because(new TimedOutException(failure, null), cause);
    }

    private static NixException cancelled(String what, Supplier<String> line, @Nullable Throwable cause) {
        return because(new CancelledException(Failure.of(what, line.get(), Phase.REVIEW, List.of(), ""), null), cause);
    }

    private static NixException because(NixException failure, @Nullable Throwable cause) {
        if (cause != null) {
            failure.initCause(cause);
        }
        return failure;
    }

    /** Records how a program ended; {@code id} is empty where its beginning could not be recorded. */
    public void ended(String id, ProcessOutcome outcome) {
        if (audit == null) {
            return;
        }
        ended(
                id,
                written -> written.ended(
                        id,
                        outcome.termination(),
                        outcome.stdout().totalBytes(),
                        outcome.stderr().totalBytes(),
                        outcome.startedAt(),
                        outcome.duration()));
    }

    /** Records that a program was not started; {@code id} is empty where nothing was decided or could be recorded. */
    public void notStarted(String id, Throwable failure) {
        ended(id, written -> written.notStarted(id, failure.getClass().getSimpleName()));
    }

    /** Records that nothing is known of the end of a program but what has failed here. */
    public void failed(String id, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        ended(id, written -> written.failed(id, cause.getClass().getSimpleName()));
    }

    /** Records the end of a program; {@code id} is empty where its beginning could not be recorded. */
    public void ended(String id, Consumer<AuditRecorder> entry) {
        if (audit != null && !id.isEmpty()) {
            try {
                entry.accept(recorder(audit, PATIENCE_AT_THE_END));
            } catch (UncheckedIOException e) {
                LoggerFactory.getLogger(PolicyGate.class).warn("not recorded", e);
            }
        }
    }

    private static CommandDeniedException denied(Decision decision, @Nullable Throwable cause, Supplier<String> line) {
        boolean unanswered = decision instanceof Decision.Ask;
        String reason = reason(decision);
        CommandDeniedException denied =
                new CommandDeniedException(failure(reason, line), reason, decision.rule(), unanswered);
        if (cause != null) {
            denied.initCause(cause);
        }
        return denied;
    }

    private static String reason(Decision refusal) {
        return Secrets.masked(
                refusal instanceof Decision.Ask ask
                        ? "a person has to be asked, and the policy has nobody who does: " + ask.question()
                        : ((Decision.Deny) refusal).reason());
    }

    /** Returns the denial of what no policy is there to decide about. */
    public static CommandDeniedException refused(String reason, String hint) {
        return new CommandDeniedException(Failure.of("the command was denied: " + reason, hint), reason, "", false);
    }

    public static CommandDeniedException denied(String reason, Supplier<String> line) {
        return new CommandDeniedException(failure(reason, line), reason, "", false);
    }

    /** Arguments, which a policy may repeat, steer no terminal and begin no line of a log. */
    private static String onOneLine(String text) {
        return STEERING.matcher(text)
                .replaceAll(found -> String.format("\\\\u%04x", found.group().codePointAt(0)));
    }

    private static Failure failure(String reason, Supplier<String> line) {
        return Failure.of(
                "the command was denied: " + onOneLine(reason),
                onOneLine(line.get()),
                Phase.REVIEW,
                List.of(),
                "change the command or the policy");
    }

    /**
     * What has come of a review.
     *
     * @param change what the policy wants changed; null if the command may run as it is
     * @param id the number in the audit; empty without one
     */
    public record Verdict(@Nullable PlannedChange change, String id) {}

    /** What a policy has answered; where it failed, a denial and why. */
    private record Asked(Decision decision, @Nullable Throwable cause) {}
}
