package io.github.nixadhoc.exec;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that an executor needs to know to start a process.
 *
 * <p>Immutable and thread-safe; each {@code with} method returns a changed copy. {@link #toString()} shows neither
 * values of the environment nor input.
 *
 * @param command the program, an absolute path or a name found on the PATH of this JVM, and its arguments, byte for
 *     byte; no shell is involved
 * @param environment its environment
 * @param directory its working directory; null for that of the JVM
 * @param stdin where it reads from
 * @param stdout where its standard output goes
 * @param stderr where its standard error goes; not used when merged
 * @param mergeStderr whether standard error is the same stream as standard output
 * @param charset how its output is decoded
 * @param limits how long it may take
 * @since 0.1
 */
public record ProcessSpec(
        List<String> command,
        ProcessEnvironment environment,
        @Nullable Path directory,
        Stdin stdin,
        Output stdout,
        Output stderr,
        boolean mergeStderr,
        Charset charset,
        TimeLimits limits) {

    /**
     * Checks and copies the command.
     *
     * @param command the program and its arguments
     * @param environment its environment
     * @param directory its working directory, or null
     * @param stdin where it reads from
     * @param stdout where its standard output goes
     * @param stderr where its standard error goes
     * @param mergeStderr whether standard error is the same stream as standard output
     * @param charset how its output is decoded
     * @param limits how long it may take
     * @throws IllegalArgumentException if there is no program, or an argument holds NUL or half of a surrogate pair and
     *     so cannot be passed
     */
    public ProcessSpec {
        command = List.copyOf(command);
        if (command.isEmpty() || command.get(0).isEmpty()) {
            throw new IllegalArgumentException("a process needs a program to run");
        }
        for (int i = 0; i < command.size(); i++) {
            requirePassable(command.get(i), i);
        }
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(stdin, "stdin");
        Objects.requireNonNull(stdout, "stdout");
        Objects.requireNonNull(stderr, "stderr");
        Objects.requireNonNull(charset, "charset");
        Objects.requireNonNull(limits, "limits");
    }

    /**
     * Returns the spec of a command with the safe defaults: the JVM's environment and directory, stdin closed, stdout
     * and stderr captured apart from each other as UTF-8, no time limit.
     *
     * @param command the program and its arguments
     * @return the spec
     * @throws IllegalArgumentException if the command cannot be passed to a process
     */
    public static ProcessSpec of(List<String> command) {
        return new ProcessSpec(
                command,
                ProcessEnvironment.inherited(),
                null,
                Stdin.closed(),
                Output.capture(),
                Output.capture(),
                false,
                StandardCharsets.UTF_8,
                TimeLimits.NONE);
    }

    /**
     * Returns the spec of a command with the safe defaults.
     *
     * @param command the program and its arguments
     * @return the spec
     * @throws IllegalArgumentException if the command cannot be passed to a process
     */
    public static ProcessSpec of(String... command) {
        return of(List.of(command));
    }

    /**
     * Returns a copy with another environment.
     *
     * @param changed the environment
     * @return the changed copy
     */
    public ProcessSpec withEnvironment(ProcessEnvironment changed) {
        return new ProcessSpec(command, changed, directory, stdin, stdout, stderr, mergeStderr, charset, limits);
    }

    /**
     * Returns a copy with another working directory.
     *
     * @param changed the directory; null for that of the JVM
     * @return the changed copy
     */
    public ProcessSpec withDirectory(@Nullable Path changed) {
        return new ProcessSpec(command, environment, changed, stdin, stdout, stderr, mergeStderr, charset, limits);
    }

    /**
     * Returns a copy with another input.
     *
     * @param changed the input
     * @return the changed copy
     */
    public ProcessSpec withStdin(Stdin changed) {
        return new ProcessSpec(command, environment, directory, changed, stdout, stderr, mergeStderr, charset, limits);
    }

    /**
     * Returns a copy with another standard output.
     *
     * @param changed where it goes
     * @return the changed copy
     */
    public ProcessSpec withStdout(Output changed) {
        return new ProcessSpec(command, environment, directory, stdin, changed, stderr, mergeStderr, charset, limits);
    }

    /**
     * Returns a copy with another standard error, apart from standard output.
     *
     * @param changed where it goes
     * @return the changed copy
     */
    public ProcessSpec withStderr(Output changed) {
        return new ProcessSpec(command, environment, directory, stdin, stdout, changed, false, charset, limits);
    }

    /**
     * Returns a copy whose standard error is the same stream as its standard output.
     *
     * @return the changed copy
     */
    public ProcessSpec withMergedStderr() {
        return new ProcessSpec(command, environment, directory, stdin, stdout, stderr, true, charset, limits);
    }

    /**
     * Returns a copy whose output is decoded in another way.
     *
     * @param changed the charset
     * @return the changed copy
     */
    public ProcessSpec withCharset(Charset changed) {
        return new ProcessSpec(command, environment, directory, stdin, stdout, stderr, mergeStderr, changed, limits);
    }

    /**
     * Returns a copy with other time limits.
     *
     * @param changed the limits
     * @return the changed copy
     */
    public ProcessSpec withLimits(TimeLimits changed) {
        return new ProcessSpec(command, environment, directory, stdin, stdout, stderr, mergeStderr, charset, changed);
    }

    private static void requirePassable(String argument, int index) {
        if (argument.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("argument " + index + " holds NUL at position " + argument.indexOf('\0')
                    + ", which no operating system can pass to a process");
        }
        if (NativeText.hasHalfAPair(argument)) {
            throw new IllegalArgumentException("argument " + index + " holds half of a surrogate pair");
        }
    }
}
