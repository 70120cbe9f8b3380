package io.github.nixadhoc;

import io.github.nixadhoc.exec.ProcessSpec;
import java.util.ArrayList;
import java.util.List;

/** What runs in the environment of a {@link ShellCommand}. */
sealed interface ShellProgram {

    /** Returns the command line, given the shell that runs scripts. */
    List<String> command(String shell, List<String> arguments);

    /** A program by its name or path. */
    record Named(String name) implements ShellProgram {

        public Named {
            name = ProcessSpec.of(name).command().get(0);
        }

        @Override
        public List<String> command(String shell, List<String> arguments) {
            List<String> command = new ArrayList<>(List.of(name));
            command.addAll(arguments);
            return command;
        }
    }

    /** The text of a script. */
    record Script(String text) implements ShellProgram {

        public Script {
            text = ProcessSpec.of("sh", "-c", text).command().get(2);
        }

        @Override
        public List<String> command(String shell, List<String> arguments) {
            List<String> command = new ArrayList<>(List.of(shell, "-c", text, shell));
            command.addAll(arguments);
            return command;
        }
    }
}
