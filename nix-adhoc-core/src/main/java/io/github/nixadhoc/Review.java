package io.github.nixadhoc;

import io.github.nixadhoc.error.CommandDeniedException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.policy.CommandPolicy;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.PlannedCommand;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The moment at which the policy is asked; it fails closed. */
record Review(CommandPolicy policy) {

    /**
     * Asks the policy.
     *
     * @throws CommandDeniedException if the policy denies, throws or gives no decision
     */
    void require(
            ProgramCommand<?> command, List<Installable> installables, List<StorePath> outputs, List<String> words) {
        ProgramOptions options = command.options();
        require(
                new PlannedCommand(
                        installables,
                        outputs,
                        words,
                        Optional.ofNullable(options.directory()),
                        options.environment().changes().keySet()),
                () -> ShellLine.withoutValues(command));
    }

    /**
     * Asks the policy.
     *
     * @param planned what it is asked about
     * @param line the command line, for the message
     * @throws CommandDeniedException if the policy denies, throws or gives no decision
     */
    void require(PlannedCommand planned, Supplier<String> line) {
        Decision decision;
        try {
            decision = policy.review(planned);
        } catch (RuntimeException e) {
            CommandDeniedException denied = denied("the policy failed: " + e, line);
            denied.initCause(e);
            throw denied;
        }
        if (!(decision instanceof Decision.Allow)) {
            String reason = decision instanceof Decision.Deny deny ? deny.reason() : "the policy gave no decision";
            throw denied(reason, line);
        }
    }

    private static CommandDeniedException denied(String reason, Supplier<String> line) {
        Failure failure = new Failure(
                "the command was denied: " + reason,
                line.get(),
                Phase.REVIEW,
                List.of(),
                "change the command or the policy");
        return new CommandDeniedException(failure, reason);
    }
}
