package io.github.nixadhoc.schedule;

import io.github.nixadhoc.internal.text.ShellQuoting;
import io.github.nixadhoc.model.EqualByContent;
import java.util.List;

/**
 * The result of a change of a schedule: the calls of the service manager, and the steps that are left to a person.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public abstract class ScheduleChange extends EqualByContent {

    private final List<ManagerCall> calls;
    private final List<String> leftToDo;

    ScheduleChange(List<ManagerCall> calls, List<String> leftToDo) {
        this.calls = List.copyOf(calls);
        this.leftToDo = List.copyOf(leftToDo);
    }

    /**
     * Returns the calls of the service manager, in order.
     *
     * @return an unmodifiable list
     */
    public final List<ManagerCall> calls() {
        return calls;
    }

    /**
     * Returns the steps that a person has to do.
     *
     * @return an unmodifiable list of command lines and sentences; empty if nothing is left to do
     */
    public final List<String> leftToDo() {
        return leftToDo;
    }

    /** Returns the files that were changed, a line each. */
    abstract String filesInWords();

    /** Returns the changed files, the calls and the steps that are left, for a person. */
    @Override
    public final String toString() {
        StringBuilder text = new StringBuilder(filesInWords());
        calls.forEach(call -> text.append("\n  ran ").append(ShellQuoting.quote(call.command())));
        leftToDo.forEach(step -> text.append("\n  left to do: ").append(step));
        return text.toString();
    }
}
