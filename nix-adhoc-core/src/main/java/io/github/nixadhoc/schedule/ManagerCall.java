package io.github.nixadhoc.schedule;

import io.github.nixadhoc.model.EqualByContent;
import io.github.nixadhoc.model.Termination;
import java.util.List;
import java.util.Objects;

/**
 * A call of the service manager.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class ManagerCall extends EqualByContent {

    private final List<String> command;
    private final Termination termination;
    private final List<String> output;

    private ManagerCall(List<String> command, Termination termination, List<String> output) {
        this.command = List.copyOf(command);
        this.termination = Objects.requireNonNull(termination, "termination");
        this.output = List.copyOf(output);
    }

    /**
     * Returns a {@code ManagerCall}. The library uses this, and so may the tests of its users.
     *
     * @param command the program and its arguments
     * @param termination the way the call ended
     * @param output the last lines that the call printed, stdout and stderr together
     * @return an immutable {@code ManagerCall}
     */
    public static ManagerCall of(List<String> command, Termination termination, List<String> output) {
        return new ManagerCall(command, termination, output);
    }

    /**
     * Returns the program and its arguments.
     *
     * @return an unmodifiable list
     */
    public List<String> command() {
        return command;
    }

    /**
     * Returns the way the call ended.
     *
     * @return the termination
     */
    public Termination termination() {
        return termination;
    }

    /**
     * Returns the last lines that the call printed, stdout and stderr together.
     *
     * @return an unmodifiable list
     */
    public List<String> output() {
        return output;
    }

    @Override
    protected List<Object> parts() {
        return List.of(command, termination, output);
    }

    @Override
    public String toString() {
        return "ManagerCall[command=" + command + ", termination=" + termination + ", output=" + output + "]";
    }
}
