package io.github.nixadhoc.internal.exec;

import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.Stdin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The conditions for the start of a process, checked before the start and reported like failures of the JDK.
 */
final class StartPreconditions {

    /** The shortest length of an argument that Linux rejects, without the NUL at its end. */
    private static final int MAX_ARGUMENT_BYTES = 128 * 1024;

    private StartPreconditions() {}

    /**
     * Checks that the system can execute the program, as far as its file shows; see {@link ExecutableFormat}.
     *
     * @throws IOException with the error number of the system, if it cannot
     */
    static void requireFormat(ProcessSpec spec) throws IOException {
        List<String> command = spec.command();
        ExecutableFormat.require(command.get(0));
        Optional<String> confined = Bubblewrap.programIn(command);
        if (confined.isPresent()) {
            ExecutableFormat.require(confined.get());
        }
    }

    /**
     * Checks the conditions of a spec.
     *
     * @throws IOException with the error number of the system, if a condition is not met
     */
    static void check(ProcessSpec spec) throws IOException {
        requireDirectory(spec);
        for (String interpreter :
                Interpreter.all(ProgramPath.find(spec.command().get(0)))) {
            String unused = ProgramPath.find(interpreter);
        }
        requireFormat(spec);
        if (spec.stdin() instanceof Stdin.File input) {
            requireInput(input.path());
        }
        for (String argument : spec.command()) {
            requireShort(argument, 0);
        }
        for (Map.Entry<String, String> variable : set(spec.environment()).entrySet()) {
            requireShort(variable.getValue(), variable.getKey().length() + 1);
        }
    }

    private static Map<String, String> set(ProcessEnvironment environment) {
        Map<String, String> set = new HashMap<>();
        environment.applyTo(set);
        return set;
    }

    private static void requireShort(String text, int before) throws IOException {
        // a char has at most three bytes in UTF-8
        if (before + text.length() >= MAX_ARGUMENT_BYTES / 3
                && before + text.getBytes(StandardCharsets.UTF_8).length >= MAX_ARGUMENT_BYTES) {
            throw new IOException("error=7, an argument or a variable is too long");
        }
    }

    /**
     * Checks that the working directory exists.
     *
     * @throws IOException with the error number of the system, if it does not
     */
    static void requireDirectory(ProcessSpec spec) throws IOException {
        Path directory = spec.directory();
        if (directory != null && !Files.isDirectory(directory)) {
            throw new IOException("error=2, no such directory");
        }
        if (directory != null && !Files.isExecutable(directory)) {
            throw new IOException("error=13, the directory cannot be entered");
        }
    }

    /**
     * Checks that a file can be read, and does not open a named pipe, since that would wait for its writer.
     *
     * @throws IOException if it cannot
     */
    static void requireInput(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "it is a directory");
        }
        if (Files.isRegularFile(file) || !Files.exists(file)) {
            Files.newByteChannel(file).close();
        } else if (!Files.isReadable(file)) {
            throw new AccessDeniedException(file.toString());
        }
    }
}
