package io.github.nixadhoc;

import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.internal.resolve.FoundProgram;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.internal.resolve.SearchPath;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program that is there, and how to start it.
 *
 * @param words what to start
 * @param shown the same as a policy is shown it
 * @param program the program
 * @param environment what the program is to see
 */
record Launch(List<String> words, List<String> shown, FoundProgram program, ProcessEnvironment environment) {

    /**
     * Finds the program of a command in outputs that are in the store.
     *
     * @throws io.github.nixadhoc.error.NoMainProgramException if there is none that could be meant
     */
    static Launch of(
            NixTools tools, ProgramCommand<?> command, List<Resolution> resolutions, ProcessEnvironment environment) {
        try {
            return command instanceof ShellCommand shell
                    ? ofShell(tools, shell, resolutions, environment)
                    : ofRun(tools, command, resolutions, environment);
        } catch (NixException e) {
            throw new Step(command, Phase.EXECUTE).told(e);
        }
    }

    /** Returns the words that will be shown, as far as they are known before the outputs are there. */
    static List<String> expected(ProgramCommand<?> command, List<Resolution> resolutions) {
        if (command instanceof ShellCommand shell) {
            return shell.program().command("bash", shell.options().arguments());
        }
        return words(resolutions.get(0).expectedProgram(), command.options().arguments());
    }

    private static Launch ofRun(
            NixTools tools, ProgramCommand<?> command, List<Resolution> resolutions, ProcessEnvironment environment) {
        FoundProgram program = tools.finder().find(resolutions.get(0));
        List<String> arguments = command.options().arguments();
        return new Launch(
                started(
                        tools,
                        resolutions,
                        program,
                        arguments,
                        environment.value("PATH").orElse(null)),
                words(program.path(), arguments),
                program,
                environment);
    }

    private static Launch ofShell(
            NixTools tools, ShellCommand shell, List<Resolution> resolutions, ProcessEnvironment environment) {
        SearchPath path = SearchPath.of(
                resolutions,
                environment.value("PATH").orElse(null),
                tools.installation().dialect(),
                tools.view());
        Path given = shell.options().directory();
        Path directory = given == null ? Path.of("") : given;
        boolean needsShell = shell.program() instanceof ShellProgram.Script;
        String script = needsShell && path.find("bash", directory).isEmpty() ? "sh" : "bash";
        List<String> shown = shell.program().command(script, shell.options().arguments());
        FoundProgram program = path.require(shown.get(0), directory);
        List<String> words = started(tools, resolutions, program, shown.subList(1, shown.size()), path.value());
        return new Launch(words, shown, program, environment.set("PATH", path.value()));
    }

    private static List<String> started(
            NixTools tools,
            List<Resolution> resolutions,
            FoundProgram program,
            List<String> arguments,
            @Nullable String path) {
        StorePath owner = program.storePath();
        StorePath held = owner == null ? resolutions.get(0).paths().get(0) : owner;
        return tools.start().command(held, program, arguments, path);
    }

    private static List<String> words(String program, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of(program));
        words.addAll(arguments);
        return words;
    }
}
