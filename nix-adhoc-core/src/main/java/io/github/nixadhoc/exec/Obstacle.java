package io.github.nixadhoc.exec;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** What is known to keep a process from starting, told as the JDK would tell it, but before anything has started. */
final class Obstacle {

    /** What Linux allows a single argument to have, its end included. */
    private static final int MAX_ARGUMENT_BYTES = 128 * 1024;

    private Obstacle() {}

    /**
     * Looks for what is in the way.
     *
     * @throws IOException with the system's error number, if something is
     */
    static void lookFor(ProcessSpec spec) throws IOException {
        Path directory = spec.directory();
        if (directory != null && !Files.isDirectory(directory)) {
            throw new IOException("error=2, no such directory");
        }
        for (String interpreter :
                Interpreter.all(ProgramPath.find(spec.command().get(0)))) {
            String unused = ProgramPath.find(interpreter);
        }
        if (spec.stdin() instanceof Stdin.File input) {
            requireInput(input.path());
        }
        for (String argument : spec.command()) {
            // no UTF-8 is longer than three bytes for each char
            if (argument.length() >= MAX_ARGUMENT_BYTES / 3
                    && argument.getBytes(StandardCharsets.UTF_8).length >= MAX_ARGUMENT_BYTES) {
                throw new IOException("error=7, an argument is too long");
            }
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
