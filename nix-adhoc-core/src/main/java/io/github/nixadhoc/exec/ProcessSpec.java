package io.github.nixadhoc.exec;

import io.github.nixadhoc.internal.text.Arguments;
import io.github.nixadhoc.model.EqualByContent;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The command, the environment, the streams and the limits of a process to start.
 *
 * <p>Immutable and thread-safe; each {@code with} method returns a changed copy, and {@link #builder} sets several values at
 * once. The defaults are safe: the environment and the directory of the JVM, stdin closed, stdout and stderr captured apart
 * from each other as UTF-8, no time limit. {@link #toString()} shows neither values of the environment nor input.
 *
 * @since 0.1
 */
public final class ProcessSpec extends EqualByContent {

    private final Arguments command;
    private final ProcessEnvironment environment;
    private final @Nullable Path directory;
    private final Stdin stdin;
    private final Output stdout;
    private final Output stderr;
    private final boolean mergeStderr;
    private final Charset charset;
    private final TimeLimits limits;

    private ProcessSpec(Builder builder) {
        command = builder.command;
        environment = builder.environment;
        directory = builder.directory;
        stdin = builder.stdin;
        stdout = builder.stdout;
        stderr = builder.stderr;
        mergeStderr = builder.mergeStderr;
        charset = builder.charset;
        limits = builder.limits;
    }

    /**
     * Returns the spec of a command with the defaults.
     *
     * @param command the program, an absolute path or a name found on the PATH of this JVM, and its arguments, which reach it
     *     byte for byte; no shell is involved
     * @return the spec
     * @throws IllegalArgumentException if there is no program, or a word holds NUL or half of a surrogate pair and so cannot
     *     be passed
     */
    public static ProcessSpec of(List<String> command) {
        return builder(command).build();
    }

    /**
     * Returns the spec of a command with the defaults.
     *
     * @param command the program and its arguments
     * @return the spec
     * @throws IllegalArgumentException if the command cannot be passed to a process
     */
    public static ProcessSpec of(String... command) {
        return of(List.of(command));
    }

    /**
     * Returns a builder of the spec of a command, with the defaults for all else.
     *
     * @param command the program and its arguments; copied
     * @return a new builder
     * @throws IllegalArgumentException if there is no program, or a word holds NUL or half of a surrogate pair and so cannot
     *     be passed
     */
    public static Builder builder(List<String> command) {
        return new Builder(command);
    }

    private Builder toBuilder() {
        return new Builder(this);
    }

    /**
     * Returns the program and its arguments.
     *
     * @return an immutable list with at least one word; the first is an absolute path or a name to be found on the PATH of
     *     this JVM
     */
    public List<String> command() {
        return command;
    }

    /**
     * Returns the environment.
     *
     * @return the environment of the process
     */
    public ProcessEnvironment environment() {
        return environment;
    }

    /**
     * Returns the working directory.
     *
     * @return the directory; null for that of the JVM
     */
    public @Nullable Path directory() {
        return directory;
    }

    /**
     * Returns the source of standard input.
     *
     * @return the input
     */
    public Stdin stdin() {
        return stdin;
    }

    /**
     * Returns the destination of standard output.
     *
     * @return the output
     */
    public Output stdout() {
        return stdout;
    }

    /**
     * Returns the destination of standard error, which has no effect where {@link #mergeStderr()} is true.
     *
     * @return the output
     */
    public Output stderr() {
        return stderr;
    }

    /**
     * Returns whether standard error is the same stream as standard output.
     *
     * @return whether they are merged
     */
    public boolean mergeStderr() {
        return mergeStderr;
    }

    /**
     * Returns the charset that the output is decoded with.
     *
     * @return the charset
     */
    public Charset charset() {
        return charset;
    }

    /**
     * Returns the time limits.
     *
     * @return the limits
     */
    public TimeLimits limits() {
        return limits;
    }

    /**
     * Returns a copy with another environment.
     *
     * @param changed the environment
     * @return the changed copy
     */
    public ProcessSpec withEnvironment(ProcessEnvironment changed) {
        return toBuilder().environment(changed).build();
    }

    /**
     * Returns a copy with another working directory.
     *
     * @param changed the directory; null for that of the JVM
     * @return the changed copy
     */
    public ProcessSpec withDirectory(@Nullable Path changed) {
        return toBuilder().directory(changed).build();
    }

    /**
     * Returns a copy with another input.
     *
     * @param changed the input
     * @return the changed copy
     */
    public ProcessSpec withStdin(Stdin changed) {
        return toBuilder().stdin(changed).build();
    }

    /**
     * Returns a copy with another standard output.
     *
     * @param changed the destination
     * @return the changed copy
     */
    public ProcessSpec withStdout(Output changed) {
        return toBuilder().stdout(changed).build();
    }

    /**
     * Returns a copy with another standard error, apart from standard output.
     *
     * @param changed the destination
     * @return the changed copy
     */
    public ProcessSpec withStderr(Output changed) {
        return toBuilder().stderr(changed).build();
    }

    /**
     * Returns a copy whose standard error is the same stream as its standard output.
     *
     * @return the changed copy
     */
    public ProcessSpec withMergedStderr() {
        return toBuilder().mergeStderr(true).build();
    }

    /**
     * Returns a copy whose output is decoded with another charset.
     *
     * @param changed the charset
     * @return the changed copy
     */
    public ProcessSpec withCharset(Charset changed) {
        return toBuilder().charset(changed).build();
    }

    /**
     * Returns a copy with other time limits.
     *
     * @param changed the limits
     * @return the changed copy
     */
    public ProcessSpec withLimits(TimeLimits changed) {
        return toBuilder().limits(changed).build();
    }

    @Override
    protected List<@Nullable Object> parts() {
        return Arrays.asList(command, environment, directory, stdin, stdout, stderr, mergeStderr, charset, limits);
    }

    @Override
    public String toString() {
        return "ProcessSpec[command=" + command + ", environment=" + environment + ", directory=" + directory
                + ", stdin="
                + stdin + ", stdout=" + stdout + ", stderr=" + stderr + ", mergeStderr=" + mergeStderr + ", charset="
                + charset + ", limits=" + limits + "]";
    }

    /** A mutable builder of a {@link ProcessSpec}; not thread-safe. */
    public static final class Builder {

        private final Arguments command;
        private ProcessEnvironment environment = ProcessEnvironment.inherited();
        private @Nullable Path directory;
        private Stdin stdin = Stdin.closed();
        private Output stdout = Output.capture();
        private Output stderr = stdout;
        private boolean mergeStderr;
        private Charset charset = StandardCharsets.UTF_8;
        private TimeLimits limits = TimeLimits.NONE;

        private Builder(List<String> command) {
            this.command = Arguments.ofCommand(command);
            if (this.command.isEmpty() || this.command.get(0).isEmpty()) {
                throw new IllegalArgumentException("a process needs a program to run");
            }
        }

        private Builder(ProcessSpec spec) {
            command = spec.command;
            environment = spec.environment;
            directory = spec.directory;
            stdin = spec.stdin;
            stdout = spec.stdout;
            stderr = spec.stderr;
            mergeStderr = spec.mergeStderr;
            charset = spec.charset;
            limits = spec.limits;
        }

        /**
         * Sets the environment.
         *
         * @param changed the environment
         * @return this builder
         */
        public Builder environment(ProcessEnvironment changed) {
            environment = Objects.requireNonNull(changed, "environment");
            return this;
        }

        /**
         * Sets the working directory.
         *
         * @param changed the directory; null for that of the JVM
         * @return this builder
         */
        public Builder directory(@Nullable Path changed) {
            directory = changed;
            return this;
        }

        /**
         * Sets the source of standard input.
         *
         * @param changed the input
         * @return this builder
         */
        public Builder stdin(Stdin changed) {
            stdin = Objects.requireNonNull(changed, "stdin");
            return this;
        }

        /**
         * Sets the destination of standard output.
         *
         * @param changed the output
         * @return this builder
         */
        public Builder stdout(Output changed) {
            stdout = Objects.requireNonNull(changed, "stdout");
            return this;
        }

        /**
         * Sets the destination of standard error, apart from standard output.
         *
         * @param changed the output
         * @return this builder
         */
        public Builder stderr(Output changed) {
            stderr = Objects.requireNonNull(changed, "stderr");
            mergeStderr = false;
            return this;
        }

        /**
         * Sets whether standard error is the same stream as standard output.
         *
         * @param merged whether they are merged
         * @return this builder
         */
        public Builder mergeStderr(boolean merged) {
            mergeStderr = merged;
            return this;
        }

        /**
         * Sets the charset that the output is decoded with.
         *
         * @param changed the charset
         * @return this builder
         */
        public Builder charset(Charset changed) {
            charset = Objects.requireNonNull(changed, "charset");
            return this;
        }

        /**
         * Sets the time limits.
         *
         * @param changed the limits
         * @return this builder
         */
        public Builder limits(TimeLimits changed) {
            limits = Objects.requireNonNull(changed, "limits");
            return this;
        }

        /**
         * Returns the spec.
         *
         * @return a new spec
         */
        public ProcessSpec build() {
            return new ProcessSpec(this);
        }
    }
}
