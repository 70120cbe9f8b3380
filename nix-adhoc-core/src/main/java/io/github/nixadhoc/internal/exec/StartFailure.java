package io.github.nixadhoc.internal.exec;

import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.ProcessStartException;
import io.github.nixadhoc.exec.ProcessStartException.Reason;
import io.github.nixadhoc.internal.text.PathText;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The reason for which the JDK could not start a process, derived from the error number in its message. */
public final class StartFailure {

    // "error=2, No such file or directory", and since JDK 22 "Exec failed, error: 2 (No such file or directory)"
    private static final Pattern ERROR = Pattern.compile("error[=:] ?(\\d+)");

    private static final int ENOENT = 2;
    private static final int E2BIG = 7;
    private static final int ENOEXEC = 8;
    private static final int EACCES = 13;
    private static final int ENOTDIR = 20;
    private static final int ENAMETOOLONG = 36;
    private static final int ELOOP = 40;

    private final ProcessSpec spec;
    private final IOException failure;

    /** Creates the failure from the exception of the JDK. */
    public StartFailure(ProcessSpec spec, IOException failure) {
        this.spec = spec;
        this.failure = failure;
    }

    /** Returns the exception for a single process. */
    public ProcessStartException toException() {
        return toException(0);
    }

    /** Returns the exception for the process with an index in a pipeline. */
    ProcessStartException toException(int stage) {
        Reason reason = reason();
        return new ProcessStartException(reason, message(reason), failure, stage);
    }

    private Reason reason() {
        if (failure instanceof FileSystemException || failure.getCause() instanceof FileNotFoundException) {
            return Reason.REDIRECT_FAILED;
        }
        Path directory = spec.directory();
        if (directory != null && !(Files.isDirectory(directory) && Files.isExecutable(directory))) {
            return Reason.NO_SUCH_DIRECTORY;
        }
        return switch (error()) {
            case ENOENT, ENOTDIR, ENAMETOOLONG, ELOOP -> Reason.PROGRAM_NOT_FOUND;
            case EACCES, ENOEXEC -> Reason.NOT_EXECUTABLE;
            case E2BIG -> Reason.ARGUMENTS_TOO_LONG;
            default -> Reason.OTHER;
        };
    }

    private int error() {
        Matcher matcher = ERROR.matcher(String.valueOf(failure.getMessage()));
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private String format() {
        return failure instanceof ExecutableFormat.Refused refused ? ": " + refused.what() : "";
    }

    private String message(Reason reason) {
        String program = spec.command().get(0);
        return switch (reason) {
            case PROGRAM_NOT_FOUND ->
                isThere(program)
                        ? "the interpreter that " + program + " names does not exist" + missingInterpreter(program)
                        : "there is no program " + program;
            case NOT_EXECUTABLE -> program + " cannot be executed" + format();
            case NO_SUCH_DIRECTORY ->
                spec.directory() != null && Files.isDirectory(spec.directory())
                        ? "the directory " + spec.directory() + " to run " + program + " in cannot be entered"
                        : "there is no directory " + spec.directory() + " to run " + program + " in";
            case REDIRECT_FAILED ->
                "a file for the input or output of " + program + " cannot be opened: "
                        + opening(failure.getCause() == null ? failure : failure.getCause());
            case ARGUMENTS_TOO_LONG -> "the arguments and the environment of " + program + " are too long";
            case PIPELINE_UNSUPPORTED, OTHER -> program + " could not be started: " + failure.getMessage();
        };
    }

    /** Returns the reason for which a file cannot be opened. Some exceptions have only the file in their message. */
    private static String opening(Throwable failure) {
        String message = failure.getMessage();
        if (failure instanceof NoSuchFileException) {
            return message + ": there is no such file or folder";
        }
        return failure instanceof AccessDeniedException ? message + ": permission denied" : String.valueOf(message);
    }

    private static String missingInterpreter(String program) {
        return Interpreter.all(program).stream()
                .filter(interpreter -> !exists(interpreter))
                .findFirst()
                .map(interpreter -> ": " + interpreter)
                .orElse("");
    }

    private static boolean isThere(String program) {
        return program.indexOf('/') >= 0 && exists(program);
    }

    private static boolean exists(String file) {
        try {
            return Files.exists(PathText.path(file));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
