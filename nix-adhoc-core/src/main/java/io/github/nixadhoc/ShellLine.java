package io.github.nixadhoc;

import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.internal.nix.ShellQuoting;
import java.util.ArrayList;
import java.util.List;

/** Commands as lines of a POSIX shell. */
final class ShellLine {

    private static final String MASK = "***";

    private ShellLine() {}

    /** Returns the line with the values of variables, except of secrets. */
    static String of(ProgramCommand<?> command) {
        return render(command, false);
    }

    /** Returns the line with no value of any variable, for messages and logs. */
    static String withoutValues(ProgramCommand<?> command) {
        return render(command, true);
    }

    private static String render(ProgramCommand<?> command, boolean maskAll) {
        List<String> words = new ArrayList<>(environment(command.options().environment(), maskAll));
        words.add(ShellQuoting.quote(command.client().nixWords()));
        words.add(ShellQuoting.quote(command.nixArguments()));
        return String.join(" ", words);
    }

    private static List<String> environment(ProcessEnvironment environment, boolean maskAll) {
        if (environment.kept().isEmpty() && environment.changes().isEmpty()) {
            return List.of();
        }
        List<String> words = new ArrayList<>(List.of("env"));
        environment.kept().ifPresent(names -> {
            words.add("-i");
            names.stream().sorted().forEach(name -> words.add(name + "=\"$" + name + "\""));
        });
        environment.changes().forEach((name, value) -> {
            if (value.isEmpty()) {
                words.add(1, "-u");
                words.add(2, ShellQuoting.quote(name));
            }
        });
        environment
                .changes()
                .forEach((name, value) -> value.ifPresent(set -> {
                    boolean hidden = maskAll || environment.secrets().contains(name);
                    words.add(ShellQuoting.quote(name) + "=" + (hidden ? MASK : ShellQuoting.quote(set)));
                }));
        return words;
    }
}
