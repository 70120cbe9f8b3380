package io.github.nixadhoc.agent;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.ProgramCommand;
import io.github.nixadhoc.ShellCommand;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.policy.CleanRoom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A model's request to plan or to run a program: the part of the input that both have in common. */
final class ToolProgram {

    static final int MAX_PACKAGES = 20;
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final CleanRoom ROOM = CleanRoom.forAgents();

    private final ToolInput input;
    private final ToolConfig rules;
    private final List<Installable> packages;

    ToolProgram(ToolInput input, ToolConfig rules) {
        this.input = input;
        this.rules = rules;
        this.packages = packages(names(input));
    }

    static List<String> fields(boolean scripts) {
        return scripts ? List.of("packages", "program", "args", "script") : List.of("packages", "program", "args");
    }

    private static List<String> names(ToolInput input) {
        return input.texts("packages").stream().filter(name -> !name.isBlank()).toList();
    }

    private List<Installable> packages(List<String> names) {
        if (names.isEmpty() || names.size() > MAX_PACKAGES) {
            throw new ToolInputException("packages must name 1 to " + MAX_PACKAGES + " packages, such as [\"jq\"]");
        }
        List<Installable> parsed = new ArrayList<>();
        for (String name : names) {
            parsed.add(rules.anyFlake() ? Installable.parse(name.strip()) : PackageName.parse(name, parsed.size()));
        }
        return parsed;
    }

    /**
     * Returns the requested command.
     *
     * @param outputs the outputs of the program
     * @param limit the time limit
     */
    ProgramCommand<?> command(NixClient client, RunOutputs outputs, Duration limit) {
        String program = input.text("program");
        String script = input.text("script");
        if (script != null && program != null) {
            throw new ToolInputException("program and script exclude each other");
        }
        List<String> arguments = input.arguments("args");
        if (script == null && program == null && packages.size() == 1) {
            return common(client.run(packages.get(0)), outputs, limit, true).args(arguments);
        }
        ShellCommand shell = client.shell(packages);
        // the calls of a script are not known beforehand; a program must be one of the packages, not of this machine
        return script != null
                ? common(shell.script(script), outputs, limit, true).args(arguments)
                : common(shell.command(requireName(program)), outputs, limit, false)
                        .args(arguments);
    }

    private static String requireName(@Nullable String program) {
        if (program == null) {
            throw new ToolInputException("program is missing: of several packages, say which program to run");
        }
        if (program.isEmpty() || program.contains("/")) {
            throw new ToolInputException("program must be the name of a program in the packages, without a path");
        }
        return program;
    }

    private <C extends ProgramCommand<C>> C common(C command, RunOutputs outputs, Duration limit, boolean hostPath) {
        C placed = command.cleanRoom(hostPath ? ROOM : ROOM.drop("PATH"))
                .directory(rules.workplace().resolve(input.text("directory")))
                .gracePeriod(GRACE)
                .timeout(limit)
                .discardOutput()
                .stdoutTo(outputs.stdout())
                .stderrTo(outputs.stderr());
        String stdin = input.text("stdin");
        return stdin == null ? placed : placed.stdin(stdin);
    }
}
