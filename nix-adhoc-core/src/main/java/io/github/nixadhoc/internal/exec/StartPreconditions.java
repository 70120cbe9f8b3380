package io.github.nixadhoc.internal.exec;

import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.Stdin;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The conditions for the start of a process, checked before the start and reported like failures of the JDK.
 */
final class StartPreconditions {

    /** The shortest length of an argument that Linux rejects, without the NUL at its end. */
    private static final int MAX_ARGUMENT_BYTES = 128 * 1024;

    private StartPreconditions() {}

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
        if (spec.stdin() instanceof Stdin.File input) {
            requireInput(input.path());
        }
        for (String argument : spec.command()) {
            // a char has at most three bytes in UTF-8
            if (argument.length() >= MAX_ARGUMENT_BYTES / 3
                    && argument.getBytes(StandardCharsets.UTF_8).length >= MAX_ARGUMENT_BYTES) {
                throw new IOException("error=7, an argument is too long");
            }
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
    }

    private static void requireInput(Path file) throws IOException {
        // opening a named pipe would wait for its writer
        if (Files.isRegularFile(file) || !Files.exists(file)) {
            try (InputStream opened = new FileInputStream(file.toFile())) {
                Objects.requireNonNull(opened);
            } catch (FileNotFoundException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
    }
}
