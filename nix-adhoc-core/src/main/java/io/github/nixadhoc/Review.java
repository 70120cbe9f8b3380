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
                command);
    }

    private void require(PlannedCommand planned, ProgramCommand<?> command) {
        Decision decision;
        try {
            decision = policy.review(planned);
        } catch (RuntimeException e) {
            CommandDeniedException denied = denied("the policy failed: " + e, command);
            denied.initCause(e);
            throw denied;
        }
        if (decision instanceof Decision.Deny deny) {
            throw denied(deny.reason(), command);
        }
        if (!(decision instanceof Decision.Allow)) {
            throw denied("the policy gave no decision", command);
        }
    }

    private static CommandDeniedException denied(String reason, ProgramCommand<?> command) {
        String line = ShellLine.withoutValues(command);
        Failure failure = new Failure(
                "the command was denied: " + reason, line, Phase.REVIEW, List.of(), "change the command or the policy");
        return new CommandDeniedException(failure, reason);
    }
}
