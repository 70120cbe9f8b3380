package io.github.nixadhoc;

import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.internal.resolve.FoundProgram;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.internal.resolve.SearchPath;
import io.github.nixadhoc.model.StorePath;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program that is in the store, with the words that start it.
 *
 * @param words the words that start it
 * @param shown the same words as a policy is shown them
 * @param program the program
 * @param environment the environment that it sees
 */
record Launch(List<String> words, List<String> shown, FoundProgram program, ProcessEnvironment environment) {

    /**
     * Finds the program of a request in outputs that are in the store.
     *
     * @throws io.github.nixadhoc.error.NoMainProgramException if there is none that could be meant
     */
    static Launch of(
            NixTools tools, ProgramRequest request, List<Resolution> resolutions, ProcessEnvironment environment) {
        return request.isShell()
                ? onPath(tools, request, resolutions, environment)
                : ofMainProgram(tools, request, resolutions, environment);
    }

    private static Launch ofMainProgram(
            NixTools tools, ProgramRequest request, List<Resolution> resolutions, ProcessEnvironment environment) {
        FoundProgram program = tools.finder().find(resolutions.get(0));
        String path = environment.value("PATH").orElse(null);
        return new Launch(
                started(tools, resolutions, program, request.arguments(), path),
                request.expectedWords(program.path()),
                program,
                environment);
    }

    private static Launch onPath(
            NixTools tools, ProgramRequest request, List<Resolution> resolutions, ProcessEnvironment environment) {
        SearchPath path = SearchPath.of(
                resolutions,
                environment.value("PATH").orElse(null),
                tools.installation().dialect(),
                tools.view());
        Path given = request.directory();
        Path directory = given == null ? Path.of("") : given;
        boolean needsShell = request.program() instanceof ProgramRequest.Program.Script;
        String script = needsShell && path.find("bash", directory).isEmpty() ? "sh" : "bash";
        List<String> shown = request.wordsInShell(script);
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
}
