package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.model.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call of Nix, without the flags that every call gets.
 *
 * @param tool {@code nix}, or one of the older programs beside it such as {@code nix-store}
 * @param arguments the sub-command and its arguments
 * @param phase the phase of a run that the call belongs to
 * @param directory the directory of relative flake references; null for that of the JVM
 * @param logLines the number of last lines of its log that are kept
 * @param answerFile the file that receives its standard output; null to keep that in memory
 * @param listener receives the messages of Nix for users, on the thread that reads its log; if it throws, Nix is stopped.
 *     Null for none
 */
public record NixCall(
        String tool,
        List<String> arguments,
        Phase phase,
        @Nullable Path directory,
        int logLines,
        @Nullable Path answerFile,
        @Nullable Consumer<? super String> listener) {

    private static final String SHOW_TRACE = "--show-trace";

    /** The number of lines that show the reason of a failure. */
    private static final int LOG_LINES = 50;

    private static final Set<String> QUESTIONS = Set.of("--version", "config", "show-config", "registry");

    /** A bound for logs that contain the answer, which exceeds the plan of any build. */
    private static final int WHOLE_LOG = 100_000;

    public NixCall {
        arguments = List.copyOf(arguments);
    }

    public NixCall(String tool, List<String> arguments, Phase phase, @Nullable Path directory) {
        this(tool, arguments, phase, directory, LOG_LINES, null, null);
    }

    /** Returns a copy whose whole log is kept, for calls that answer in the log. */
    public NixCall answeringInLog() {
        return new NixCall(tool, arguments, phase, directory, WHOLE_LOG, answerFile, listener);
    }

    /** Returns a copy whose answer is written to a file, for long answers. */
    public NixCall answeringInFile(Path file) {
        return new NixCall(tool, arguments, phase, directory, logLines, file, listener);
    }

    /** Returns a copy with a listener for the messages of Nix. */
    public NixCall withListener(Consumer<? super String> consumer) {
        return new NixCall(tool, arguments, phase, directory, logLines, answerFile, consumer);
    }

    /**
     * Returns the directory in which a call starts, as an absolute path.
     *
     * @param directory the directory of the call; null for that of the JVM
     */
    public static Path startOf(@Nullable Path directory) {
        if (directory != null) {
            return directory.toAbsolutePath();
        }
        try {
            // since the JVM began, its directory may have been moved, and another one may have its old name
            return Path.of("/proc/self/cwd").toRealPath();
        } catch (IOException e) {
            return Path.of("").toAbsolutePath();
        }
    }

    /**
     * Returns whether the call asks Nix or the store, which changes nothing. The evaluation of a flake is not meant, since it may
     * download and build, nor is a call that deletes.
     */
    boolean isQuestion() {
        boolean asksStore =
                phase == Phase.EXECUTE && !tool.equals("nix-collect-garbage") && !arguments.contains("--delete");
        return asksStore
                || arguments.stream().findFirst().filter(QUESTIONS::contains).isPresent()
                || arguments.contains(NixProbe.EXPRESSION);
    }

    /** Returns whether Nix shows the trace of an error. */
    boolean showsTrace() {
        return arguments.contains(SHOW_TRACE);
    }

    /** Returns a copy for which Nix shows errors without their traces. */
    NixCall withoutTrace() {
        List<String> shorter = new ArrayList<>(arguments);
        shorter.remove(SHOW_TRACE);
        return new NixCall(tool, shorter, phase, directory, logLines, answerFile, listener);
    }

    public static NixCall nix(Phase phase, List<String> arguments) {
        return new NixCall("nix", arguments, phase, null);
    }
}
