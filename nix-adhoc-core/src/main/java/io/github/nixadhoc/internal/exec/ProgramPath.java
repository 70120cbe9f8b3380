package io.github.nixadhoc.internal.exec;

import io.github.nixadhoc.internal.text.PathText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Finds a program on the PATH as the JDK does, for programs that the JDK does not start itself. */
final class ProgramPath {

    private static final String DEFAULT = "/bin:/usr/bin";

    private ProgramPath() {}

    /**
     * Returns the absolute path of a program.
     *
     * @param program a name to find on the PATH of this JVM, or a path
     * @throws IOException with the error number of the system, if the program is missing or cannot be executed
     */
    static String find(String program) throws IOException {
        if (program.indexOf('/') >= 0) {
            return checked(program);
        }
        String path = System.getenv("PATH");
        for (String directory : (path == null ? DEFAULT : path).split(":", -1)) {
            String candidate = (directory.isEmpty() ? System.getProperty("user.dir") : directory) + "/" + program;
            if (isExecutable(candidate)) {
                return candidate;
            }
        }
        throw new IOException("error=2, not found on PATH");
    }

    private static String checked(String program) throws IOException {
        try {
            if (!Files.exists(PathText.path(program))) {
                throw new IOException("error=2, no such file");
            }
            if (!isExecutable(program)) {
                throw new IOException("error=13, not executable");
            }
        } catch (InvalidPathException e) {
            // the charset of this JVM cannot encode the path, so the file cannot be checked
        }
        return program;
    }

    private static boolean isExecutable(String program) {
        try {
            Path path = PathText.path(program);
            return Files.isRegularFile(path) && Files.isExecutable(path);
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
