package io.github.nixadhoc.exec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is known to keep a process from starting, told as the JDK would tell it, but before anything has started. */
final class Obstacle {

    private static final Pattern INTERPRETER = Pattern.compile("#![ \\t]*([^ \\t\\r\\n]+)");
    private static final int FIRST_LINE = 256;
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
        requireInterpreter(ProgramPath.find(spec.command().get(0)));
        for (String argument : spec.command()) {
            // no UTF-8 is longer than three bytes for each char
            if (argument.length() >= MAX_ARGUMENT_BYTES / 3
                    && argument.getBytes(StandardCharsets.UTF_8).length >= MAX_ARGUMENT_BYTES) {
                throw new IOException("error=7, an argument is too long");
            }
        }
    }

    private static void requireInterpreter(String program) throws IOException {
        Matcher matcher = INTERPRETER.matcher(firstLine(program));
        if (matcher.lookingAt()) {
            String interpreter = matcher.group(1);
            if (interpreter.startsWith("/")) {
                String unused = ProgramPath.find(interpreter);
            }
        }
    }

    /** What cannot be read can be a program nevertheless. */
    private static String firstLine(String program) {
        try (InputStream file = Files.newInputStream(Path.of(program))) {
            return new String(file.readNBytes(FIRST_LINE), StandardCharsets.ISO_8859_1);
        } catch (IOException | InvalidPathException e) {
            return "";
        }
    }
}
