package io.github.nixadhoc.schedule;

import io.github.nixadhoc.model.Termination;
import java.util.List;

/**
 * A call of the service manager that was made.
 *
 * @param command the program and its arguments
 * @param termination how it ended
 * @param output the last lines that it printed, stdout and stderr together
 * @since 0.1
 */
public record ManagerCall(List<String> command, Termination termination, List<String> output) {

    /**
     * Copies the lists.
     *
     * @param command the program and its arguments
     * @param termination how it ended
     * @param output the last lines that it printed
     */
    public ManagerCall {
        command = List.copyOf(command);
        output = List.copyOf(output);
    }
}
