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
import io.github.nixadhoc.internal.text.Unseen;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.policy.CommandPolicy;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.HostChange;
import io.github.nixadhoc.policy.PlannedChange;
import io.github.nixadhoc.policy.PlannedCommand;
import io.github.nixadhoc.policy.RequestedPackage;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Asks the policy of a client, and records its decisions in the audit. A policy that fails or gives no decision denies.
 *
 * @param caller calls the policy
 * @param audit the record of decisions and runs; null for none
 * @param isPolicyGiven whether the client was built with a policy
 */
public record PolicyGate(PolicyCaller caller, @Nullable Audit audit, boolean isPolicyGiven) {

    /** Short, since the caller waits for the result of a program that has ended. */
    private static final Duration TIMEOUT_AT_END = Duration.ofSeconds(2);

    /** Creates the gate of a client. Without a policy it allows everything. */
    public static PolicyGate of(@Nullable CommandPolicy policy, @Nullable Audit audit) {
        CommandPolicy called = policy == null ? CommandPolicy.allowAll() : policy;
        return new PolicyGate(new PolicyCaller(called, PolicyCaller.DEFAULT_TIMEOUT), audit, policy != null);
    }

    /** Returns whether there is a policy to ask or an audit to write. Most clients have neither. */
    public boolean isOn() {
        return audit != null || !caller.policy().equals(CommandPolicy.allowAll());
    }

    /**
     * Asks the policy whether Nix may look at packages.
     *
     * @param directory the directory from which relative references start; null for that of the JVM
     * @throws CommandDeniedException if the policy denies, throws or gives no decision
     */
    public void admit(
            List<Installable> installables,
            @Nullable Path directory,
            Nixpkgs nixpkgs,
            Supplier<String> line,
            Deadline deadline) {
        if (!isOn()) {
            return;
        }
        List<RequestedPackage> requested = installables.stream()
                .map(installable -> nixpkgs.requested(installable, directory))
                .toList();
        Answer answer = ask(policy -> policy.admit(requested), line, deadline);
        if (answer.decision() instanceof Decision.Deny deny) {
            String unused = record(line, deadline, recorder -> {
                recorder.admitted(requested, deny);
                return "";
            });
            throw denied(deny, answer.cause(), line);
        }
    }

    /**
     * Insists that the policy allows a change of a store or of a registry, and records the decision.
     *
     * @throws CommandDeniedException if the policy does not allow it
     */
    public void permit(HostChange change, Supplier<String> line, Deadline deadline) {
        if (!isOn()) {
            return;
        }
        Answer answer = ask(policy -> policy.permit(change), line, deadline);
        Decision decision = answer.decision();
        String unused = record(line, deadline, recorder -> {
            recorder.changed(change, decision);
            return "";
        });
        if (decision instanceof Decision.Change) {
            throw denied("the policy wants a change, which is possible only for a command that starts a program", line);
        }
        if (!(decision instanceof Decision.Allow)) {
            throw denied(decision, answer.cause(), line);
        }
    }

    /**
     * Insists that the policy allows a command that starts no program, and of which nothing can be changed.
     *
     * @throws CommandDeniedException if the policy denies, throws or gives no decision
     */
    public void require(PlannedCommand planned, Supplier<String> line, Deadline deadline) {
        if (isOn() && review(planned, line, deadline).change() != null) {
            throw denied("the policy wants a change, which is possible only for a command that starts a program", line);
        }
    }

    /**
     * Asks the policy about a command.
     *
     * @param planned the command
     * @param line the command line, for messages
     * @return the verdict: the command may run, as it is or with a change
     * @throws CommandDeniedException if the policy denies, throws or gives no decision
     */
    public Verdict review(PlannedCommand planned, Supplier<String> line, Deadline deadline) {
        Answer answer = ask(policy -> policy.review(planned), line, deadline);
        Decision decision = answer.decision();
        String id = record(line, deadline, recorder -> recorder.decided(planned, decision));
        if (decision instanceof Decision.Allow) {
            return new Verdict(null, id);
        }
        if (decision instanceof Decision.Change change) {
            return new Verdict(change.change(), id);
        }
        throw denied(decision, answer.cause(), line);
    }

    /**
     * Asks the policy about a command that is only planned. The audit records nothing, since nothing is decided.
     *
     * @param planned the command
     * @param line the command line, for messages
     * @return the reason for which the policy would deny it, with its rule; empty if it would not
     */
    public Optional<String> foresee(PlannedCommand planned, Supplier<String> line, Deadline deadline) {
        Answer answer = ask(policy -> policy.foresee(planned), line, deadline);
        Decision decision = answer.decision();
        return decision instanceof Decision.Deny || decision instanceof Decision.Ask
                ? Optional.of(reason(decision) + " (rule: " + decision.rule() + ")")
                : Optional.empty();
    }

    private Answer ask(Function<CommandPolicy, @Nullable Decision> question, Supplier<String> line, Deadline deadline) {
        try {
            Decision decision = caller.call(question, deadline);
            return decision == null
                    ? denial("the policy gave no decision", null)
                    : new Answer(decision.by(caller.policy().rule()), null);
        } catch (TimeoutException e) {
            if (deadline.hasPassed()) {
                throw timedOut("the time was up while the policy was asked", line, null);
            }
            return denial("the policy gave no answer in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled("the thread that waited for the policy was interrupted", line, null);
        } catch (ExecutionException e) {
            return failed(e.getCause());
        }
    }

    /**
     * A policy may call Nix. A cancellation, a timeout or a race there ends the command, and is no failure of the
     * policy.
     */
    private static Answer failed(@Nullable Throwable cause) {
        if (cause instanceof CancelledException
                || cause instanceof TimedOutException
                || cause instanceof StoreRaceException) {
            throw (NixException) cause;
        }
        return denial("the policy failed: " + cause, cause);
    }

    private static Answer denial(String reason, @Nullable Throwable cause) {
        return new Answer(Decision.deny(reason).by("without a decision nothing runs"), cause);
    }

    /** Nothing runs without its record where the audit is required. */
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

    /** Records the end of a program. The {@code id} is empty if its start could not be recorded. */
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

    /** Records that a program was not started. The {@code id} is empty if no decision was recorded. */
    public void notStarted(String id, Throwable failure) {
        ended(id, written -> written.notStarted(id, failure.getClass().getSimpleName()));
    }

    /** Records that a failure in this JVM left the end of a program unknown. */
    public void failed(String id, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        ended(id, written -> written.failed(id, cause.getClass().getSimpleName()));
    }

    /** Records the end of a program by an entry. The {@code id} is empty if its start could not be recorded. */
    public void ended(String id, Consumer<AuditRecorder> entry) {
        if (audit != null && !id.isEmpty()) {
            try {
                entry.accept(recorder(audit, TIMEOUT_AT_END));
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
                        ? "a person has to decide, and the policy has no way to ask one: " + ask.question()
                        : ((Decision.Deny) refusal).reason());
    }

    /** Returns the denial of a command that needs a policy, which the client lacks. */
    public static CommandDeniedException refused(String reason, String hint) {
        return new CommandDeniedException(Failure.of("the command was denied: " + reason, hint), reason, "", false);
    }

    public static CommandDeniedException denied(String reason, Supplier<String> line) {
        return new CommandDeniedException(failure(reason, line), reason, "", false);
    }

    /** A policy may repeat arguments, which must not control a terminal or forge a line of a log. */
    private static Failure failure(String reason, Supplier<String> line) {
        return Failure.of(
                "the command was denied: " + Unseen.escaped(reason),
                Unseen.escaped(line.get()),
                Phase.REVIEW,
                List.of(),
                "change the command or the policy");
    }

    /**
     * The result of a review.
     *
     * @param change the change that the policy asks for; null if the command may run as it is
     * @param id the number in the audit; empty without one
     */
    public record Verdict(@Nullable PlannedChange change, String id) {}

    /**
     * The answer of a policy. A failed policy counts as a denial.
     *
     * @param decision the decision
     * @param cause the failure of the policy; null if it answered
     */
    private record Answer(Decision decision, @Nullable Throwable cause) {}
}
