package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.ProgramStartException;
import io.github.nixadhoc.model.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Checks the working directory of a command. */
final class WorkingDirectory {

    private WorkingDirectory() {}

    /**
     * Insists that the directory of a request exists. Nix starts in it as well, and would report a misleading error.
     *
     * @throws ProgramStartException if it is not a directory
     */
    static void require(ProgramRequest request, Supplier<String> line) {
        Path directory = request.directory();
        if (directory != null && !Files.isDirectory(directory)) {
            String what = Files.exists(directory)
                    ? directory + ", in which the program was to run, is not a directory"
                    : "there is no directory " + directory + ", in which the program was to run";
            throw new ProgramStartException(Failure.of(
                    what,
                    line.get(),
                    Phase.RESOLVE,
                    List.of(),
                    "create the directory first, or pass another to directory(…)"));
        }
    }
}
