package io.github.nixadhoc;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.CommandDeniedException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.internal.nix.Deadline;
import io.github.nixadhoc.internal.nix.VanishedException;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.policy.CommandPolicy;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.PlannedChange;
import io.github.nixadhoc.policy.PlannedCommand;
import io.github.nixadhoc.policy.RequestedPackage;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The moments at which the policy is asked; it fails closed. */
record Review(Reviewer reviewer) {

    Review(CommandPolicy policy) {
        this(new Reviewer(policy, Reviewer.PATIENCE));
    }

    /** Returns whether there is anything to ask: most clients allow all. */
    boolean isOn() {
        return reviewer.policy() != CommandPolicy.allowAll();
    }

    /**
     * Asks the policy whether Nix may look at packages.
     *
     * @throws CommandDeniedException if the policy denies, throws or gives no decision
     */
    void admit(List<Installable> installables, NixpkgsReference nixpkgs, Supplier<String> line, Deadline deadline) {
        if (!isOn()) {
            return;
        }
        List<RequestedPackage> requested =
                installables.stream().map(nixpkgs::requested).toList();
        Decision decision = ask(policy -> policy.admit(requested), line, deadline);
        if (decision instanceof Decision.Deny deny) {
            throw denied(deny.reason(), line);
        }
    }

    /**
     * Asks the policy about what starts no program, and so has nothing that could be changed.
     *
     * @throws CommandDeniedException if the policy denies, throws or gives no decision
     */
    void require(PlannedCommand planned, Supplier<String> line, Deadline deadline) {
        if (isOn() && review(planned, line, deadline) != null) {
            throw denied("the policy wants it changed, which is possible only where a program is started", line);
        }
    }

    /**
     * Asks the policy.
     *
     * @param planned what it is asked about
     * @param line the command line, for messages
     * @return what the policy wants changed; null if the command may run as it is
     * @throws CommandDeniedException if the policy denies, throws or gives no decision
     */
    @Nullable
    PlannedChange review(PlannedCommand planned, Supplier<String> line, Deadline deadline) {
        Decision decision = ask(policy -> policy.review(planned), line, deadline);
        if (decision instanceof Decision.Allow) {
            return null;
        }
        if (decision instanceof Decision.Change change) {
            return change.change();
        }
        throw denied(
                decision instanceof Decision.Deny deny
                        ? deny.reason()
                        : "a person has to be asked, and the policy has nobody who does: "
                                + ((Decision.Ask) decision).question(),
                line);
    }

    private Decision ask(
            Function<CommandPolicy, @Nullable Decision> question, Supplier<String> line, Deadline deadline) {
        try {
            Decision decision = reviewer.ask(question, deadline);
            if (decision == null) {
                throw denied("the policy gave no decision", line);
            }
            return decision;
        } catch (TimeoutException e) {
            throw denied("the policy gave no answer in time", line);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException(
                    new Failure(
                            "the thread that waited for the policy was interrupted",
                            line.get(),
                            Phase.REVIEW,
                            List.of(),
                            ""),
                    null);
        } catch (ExecutionException e) {
            throw failed(e.getCause(), line);
        }
    }

    /** What ends Nix at work for the policy ends the command in the same way as elsewhere. */
    private static RuntimeException failed(@Nullable Throwable cause, Supplier<String> line) {
        if (cause instanceof CancelledException
                || cause instanceof TimedOutException
                || cause instanceof VanishedException) {
            return (RuntimeException) cause;
        }
        CommandDeniedException denied = denied("the policy failed: " + cause, line);
        denied.initCause(cause);
        return denied;
    }

    static CommandDeniedException denied(String reason, Supplier<String> line) {
        Failure failure = new Failure(
                "the command was denied: " + reason,
                line.get(),
                Phase.REVIEW,
                List.of(),
                "change the command or the policy");
        return new CommandDeniedException(failure, reason);
    }
}
