package io.github.nixadhoc.internal.confine;

import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.internal.text.PathText;
import io.github.nixadhoc.model.CapturedOutput;
import io.github.nixadhoc.model.Termination;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command line by which bubblewrap starts a program.
 *
 * <p>It contains {@code --die-with-parent}, so that nothing outlives the program: bubblewrap itself waits for the program only,
 * and would leave its background processes behind.
 *
 * <p>Immutable and thread-safe.
 *
 * @param bubblewrap the absolute path of bubblewrap
 * @param walls the walls around the program
 */
public record BubblewrapCommand(Path bubblewrap, Walls walls) {

    /**
     * Returns the words of a command that sets up the confinement and then does nothing.
     *
     * @param visible the folders that bubblewrap needs to see
     * @throws IOException if a folder of the confinement does not exist
     */
    public List<String> probe(List<Path> visible) throws IOException {
        List<String> words = words(new Walls.Surroundings(null, visible, null, null));
        words.addAll(List.of(bubblewrap.toString(), "--version"));
        return words;
    }

    /**
     * Returns the start of a confined program.
     *
     * @param program the program and its arguments
     * @param environment the environment of the program
     * @param directory the working directory; null for that of the JVM
     * @param visible the folders that the program needs to see
     * @param nixState the state directory of the Nix in use, which contains its socket; null if unknown
     * @throws IOException if a folder of the confinement does not exist, or the working directory would be hidden
     */
    public Start around(
            List<String> program,
            ProcessEnvironment environment,
            @Nullable Path directory,
            List<Path> visible,
            @Nullable Path nixState)
            throws IOException {
        Path given = directory == null ? Path.of("") : directory;
        Path temporary = environment.value("TMPDIR").map(Path::of).orElse(null);
        Path start = given.toRealPath();
        List<String> words = words(new Walls.Surroundings(given, visible, temporary, nixState));
        words.addAll(words.size() - 1, List.of("--chdir", PathText.utf8(start)));
        List<String> loaderVariables = new ArrayList<>();
        ProcessEnvironment bubblewrapEnvironment = environment;
        for (String name : environment.names()) {
            if (LoaderVariables.contains(name)) {
                environment.value(name).ifPresent(value -> loaderVariables.add(name + "=" + value));
                bubblewrapEnvironment = bubblewrapEnvironment.unset(name);
            }
        }
        if (!loaderVariables.isEmpty()) {
            words.add("/usr/bin/env");
            words.addAll(loaderVariables);
        }
        words.addAll(program);
        return new Start(
                words, bubblewrapEnvironment, List.of(bubblewrap.toString(), "--version"), walls.keepsFilesOut());
    }

    private List<String> words(Walls.Surroundings surroundings) throws IOException {
        List<String> words = new ArrayList<>();
        words.add(bubblewrap.toString());
        words.addAll(walls.options(surroundings));
        words.add("--");
        return words;
    }

    /**
     * The process to start.
     *
     * @param words bubblewrap, its options and the program
     * @param environment the environment of bubblewrap, which the program inherits
     * @param harmless a command without effect that can replace the program; empty if the program is not confined
     * @param keepsFilesOut whether its streams must not be files of the host
     */
    public record Start(
            List<String> words, ProcessEnvironment environment, List<String> harmless, boolean keepsFilesOut) {

        private static final int FAILURE = 1;
        private static final String MESSAGE_PREFIX = "bwrap: ";

        /** Copies the lists. */
        public Start {
            words = List.copyOf(words);
            harmless = List.copyOf(harmless);
        }

        /**
         * Returns whether bubblewrap may have failed before it started the program. The outcome may also be that of a program
         * that prints the same, or whose output is not captured.
         */
        public boolean mayNotHaveBegun(ProcessOutcome outcome) {
            return !harmless.isEmpty()
                    && outcome.termination().equals(new Termination.Exited(FAILURE))
                    && (hasMessage(outcome.stderr()) || hasMessage(outcome.stdout()) || isSilent(outcome));
        }

        private static boolean hasMessage(CapturedOutput output) {
            return output.text().startsWith(MESSAGE_PREFIX);
        }

        private static boolean isSilent(ProcessOutcome outcome) {
            return outcome.stderr().text().isEmpty() && outcome.stdout().text().isEmpty();
        }

        /**
         * Returns the words of a command that sets up the same confinement without the program. The working directory is left
         * out, because the program may have deleted it.
         */
        public List<String> again() {
            List<String> again = new ArrayList<>(words.subList(0, words.indexOf("--") + 1));
            int directory = again.lastIndexOf("--chdir");
            again.subList(directory, directory + 2).clear();
            again.addAll(harmless);
            return again;
        }
    }
}
