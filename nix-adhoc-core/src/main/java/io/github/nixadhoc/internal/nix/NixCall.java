package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.model.Phase;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call of Nix, without the flags that every call gets.
 *
 * @param tool {@code nix}, or one of the older programs beside it such as {@code nix-store}
 * @param arguments the sub-command and its arguments
 * @param phase the step of a run that the call belongs to
 * @param directory where relative flake references start from; null for the JVM's directory
 * @param logLines how many lines of its log are kept, the last ones
 * @param answerFile the file that receives its standard output; null to keep that in memory
 * @param listener is told what Nix says to a person, as it says it, on the thread that reads its log; it must not throw, or
 *     Nix is stopped. Null for none
 */
public record NixCall(
        String tool,
        List<String> arguments,
        Phase phase,
        @Nullable Path directory,
        int logLines,
        @Nullable Path answerFile,
        @Nullable Consumer<? super String> listener) {

    /** Enough to tell why a call failed. */
    private static final int LOG_LINES = 50;

    /** More than a plan of anything has, and still bounded. */
    private static final int WHOLE_LOG = 100_000;

    public NixCall {
        arguments = List.copyOf(arguments);
    }

    public NixCall(String tool, List<String> arguments, Phase phase, @Nullable Path directory) {
        this(tool, arguments, phase, directory, LOG_LINES, null, null);
    }

    /** Returns the same call with all of its log kept, for those that answer there. */
    public NixCall answeringInLog() {
        return new NixCall(tool, arguments, phase, directory, WHOLE_LOG, answerFile, listener);
    }

    /** Returns the same call with its answer written to a file, for those that answer at length. */
    public NixCall answeringInFile(Path file) {
        return new NixCall(tool, arguments, phase, directory, logLines, file, listener);
    }

    /** Returns the same call with somebody who hears what Nix says while it is at work. */
    public NixCall heardBy(Consumer<? super String> consumer) {
        return new NixCall(tool, arguments, phase, directory, logLines, answerFile, consumer);
    }

    public static NixCall nix(Phase phase, List<String> arguments) {
        return new NixCall("nix", arguments, phase, null);
    }
}
