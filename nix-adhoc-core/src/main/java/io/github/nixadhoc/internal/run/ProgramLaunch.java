package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.internal.program.FoundProgram;
import io.github.nixadhoc.internal.program.SearchPath;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.internal.runtime.NixServices;
import io.github.nixadhoc.internal.text.Arguments;
import io.github.nixadhoc.model.StorePath;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program that is in the store, with the words that start it.
 *
 * @param words the words that start it
 * @param reviewedWords the same words as the policy sees them
 * @param program the program
 * @param environment its environment
 */
record ProgramLaunch(
        List<String> words, List<String> reviewedWords, FoundProgram program, ProcessEnvironment environment) {

    /**
     * Finds the program of a request in outputs that are in the store.
     *
     * @throws io.github.nixadhoc.error.NoMainProgramException if the packages have no such program
     */
    static ProgramLaunch of(
            NixServices services,
            ProgramRequest request,
            List<Resolution> resolutions,
            ProcessEnvironment environment) {
        return request.isShell()
                ? onPath(services, request, resolutions, environment)
                : ofMainProgram(services, request, resolutions, environment);
    }

    private static ProgramLaunch ofMainProgram(
            NixServices services,
            ProgramRequest request,
            List<Resolution> resolutions,
            ProcessEnvironment environment) {
        FoundProgram program = services.finder().find(resolutions.get(0));
        String path = environment.value("PATH").orElse(null);
        List<String> words = launchWords(services, resolutions, program, request.arguments(), path);
        boolean direct = words.get(0).equals(program.path());
        return new ProgramLaunch(words, direct ? words : request.words(program.path()), program, environment);
    }

    private static ProgramLaunch onPath(
            NixServices services,
            ProgramRequest request,
            List<Resolution> resolutions,
            ProcessEnvironment environment) {
        SearchPath path = SearchPath.of(
                resolutions,
                environment.value("PATH").orElse(null),
                services.installation().dialect(),
                services.view());
        Path given = request.directory();
        Path directory = given == null ? Path.of("") : given;
        boolean needsShell = request.program() instanceof ProgramRequest.Program.Script;
        String script = needsShell && path.find("bash", directory).isEmpty() ? "sh" : "bash";
        FoundProgram program = path.require(request.program().file(script), directory);
        List<String> words =
                launchWords(services, resolutions, program, request.wordsAfterProgram(script), path.value());
        return new ProgramLaunch(words, request.words(script), program, environment.set("PATH", path.value()));
    }

    private static List<String> launchWords(
            NixServices services,
            List<Resolution> resolutions,
            FoundProgram program,
            Arguments arguments,
            @Nullable String path) {
        StorePath owner = program.storePath();
        StorePath heldPath = owner == null ? resolutions.get(0).paths().get(0) : owner;
        return services.start().command(heldPath, program, arguments, path);
    }
}
