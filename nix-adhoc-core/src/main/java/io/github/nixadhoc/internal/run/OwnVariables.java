package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.policy.CleanRoom;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The variables that a command sets or removes by itself. A clean room of the command sets variables too, so these are among
 * them, but for those that {@link CleanRoom#forAgents()} sets in the same way. What the room keeps out is not removed by the
 * command.
 */
final class OwnVariables {

    private OwnVariables() {}

    /**
     * Returns the names.
     *
     * @param program the environment of the command
     * @param inherited the environment that the programs of the client inherit
     * @param desktop the variables of the desktop that a graphical program gets; empty for other programs
     */
    static Set<String> of(ProcessEnvironment program, ProcessEnvironment inherited, Map<String, String> desktop) {
        Map<String, String> base = program.base();
        if (base == null) {
            return program.changes().keySet();
        }
        Set<String> names = new LinkedHashSet<>(program.changes().keySet());
        Map<String, String> ofAgents = CleanRoom.forAgents().variables(Map.of());
        base.forEach((name, value) -> {
            boolean given = inherited.value(name).filter(value::equals).isPresent()
                    || value.equals(desktop.get(name))
                    || value.equals(ofAgents.get(name));
            if (!given) {
                names.add(name);
            }
        });
        return names;
    }
}
