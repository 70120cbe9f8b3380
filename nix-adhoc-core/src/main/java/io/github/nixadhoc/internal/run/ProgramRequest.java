package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.Stdin;
import io.github.nixadhoc.exec.TimeLimits;
import io.github.nixadhoc.internal.resolve.InstallableWords;
import io.github.nixadhoc.internal.resolve.Purpose;
import io.github.nixadhoc.internal.text.Arguments;
import io.github.nixadhoc.internal.text.Words;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.policy.CleanRoom;
import io.github.nixadhoc.policy.PlannedChange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The content of a command that runs a program: the packages, the program, and the options of its run. It refers to no
 * client.
 *
 * @param installables the packages, in the order of PATH
 * @param program the program that is run from them
 * @param arguments the arguments of the program
 * @param environment the changes to the environment that the program inherits
 * @param directory the working directory; null for that of the JVM
 * @param stdin the input of the program
 * @param limits the time limits; the timeout counts for the whole command, Nix's work included
 * @param output the handling of stdout and stderr
 * @param refresh whether Nix is called even if the cache has a valid answer
 * @param cleanRoom the clean room of this command; null for that of the client, if it has one
 */
public record ProgramRequest(
        List<Installable> installables,
        Program program,
        Arguments arguments,
        ProcessEnvironment environment,
        @Nullable Path directory,
        Stdin stdin,
        TimeLimits limits,
        OutputOptions output,
        boolean refresh,
        @Nullable CleanRoom cleanRoom) {

    /** The shell of a script before its packages are realised, and so the one in command lines. */
    private static final String USUAL_SHELL = "bash";

    public ProgramRequest {
        installables = List.copyOf(installables);
    }

    /** Returns the request for the main program of a package. */
    public static ProgramRequest run(Installable installable) {
        return of(List.of(installable), new Program.Main());
    }

    /** Returns the request for a program with packages on PATH; the program is named later. */
    public static ProgramRequest shell(List<Installable> installables) {
        InstallableWords.requireTogether(installables);
        return of(installables, new Program.Unset());
    }

    private static ProgramRequest of(List<Installable> installables, Program program) {
        return new ProgramRequest(
                installables,
                program,
                Arguments.none(),
                ProcessEnvironment.inherited(),
                null,
                Stdin.closed(),
                TimeLimits.NONE,
                OutputOptions.DEFAULT,
                false,
                null);
    }

    public ProgramRequest withProgram(Program changed) {
        return new ProgramRequest(
                installables, changed, arguments, environment, directory, stdin, limits, output, refresh, cleanRoom);
    }

    public ProgramRequest plusArguments(List<String> more) {
        return withArguments(arguments.plus(more));
    }

    public ProgramRequest withArguments(List<String> changed) {
        return new ProgramRequest(
                installables,
                program,
                Arguments.of(changed),
                environment,
                directory,
                stdin,
                limits,
                output,
                refresh,
                cleanRoom);
    }

    public ProgramRequest withEnvironment(ProcessEnvironment changed) {
        return new ProgramRequest(
                installables, program, arguments, changed, directory, stdin, limits, output, refresh, cleanRoom);
    }

    public ProgramRequest withDirectory(Path changed) {
        return new ProgramRequest(
                installables, program, arguments, environment, changed, stdin, limits, output, refresh, cleanRoom);
    }

    public ProgramRequest withStdin(Stdin changed) {
        return new ProgramRequest(
                installables, program, arguments, environment, directory, changed, limits, output, refresh, cleanRoom);
    }

    public ProgramRequest withLimits(TimeLimits changed) {
        return new ProgramRequest(
                installables, program, arguments, environment, directory, stdin, changed, output, refresh, cleanRoom);
    }

    public ProgramRequest withTimeout(@Nullable Duration changed) {
        return withLimits(new TimeLimits(changed, limits.idleTimeout(), limits.gracePeriod()));
    }

    public ProgramRequest withIdleTimeout(Duration changed) {
        return withLimits(new TimeLimits(limits.timeout(), changed, limits.gracePeriod()));
    }

    public ProgramRequest withGracePeriod(Duration changed) {
        return withLimits(new TimeLimits(limits.timeout(), limits.idleTimeout(), changed));
    }

    public ProgramRequest withOutput(OutputOptions changed) {
        return new ProgramRequest(
                installables, program, arguments, environment, directory, stdin, limits, changed, refresh, cleanRoom);
    }

    public ProgramRequest withRefresh() {
        return new ProgramRequest(
                installables, program, arguments, environment, directory, stdin, limits, output, true, cleanRoom);
    }

    public ProgramRequest withCleanRoom(@Nullable CleanRoom changed) {
        return new ProgramRequest(
                installables, program, arguments, environment, directory, stdin, limits, output, refresh, changed);
    }

    /** Returns this request with the change of a policy. */
    ProgramRequest with(PlannedChange change) {
        ProgramRequest changed = this;
        if (change.arguments().isPresent()) {
            changed = changed.withArguments(change.arguments().get());
        }
        if (!change.environment().isEmpty() || !change.removedVariables().isEmpty()) {
            ProcessEnvironment variables = environment;
            for (Map.Entry<String, String> each : change.environment().entrySet()) {
                variables = variables.set(each.getKey(), each.getValue());
            }
            for (String name : change.removedVariables()) {
                variables = variables.unset(name);
            }
            changed = changed.withEnvironment(variables);
        }
        if (change.directory().isPresent()) {
            changed = changed.withDirectory(change.directory().get().toAbsolutePath());
        }
        if (change.timeout().isPresent()) {
            changed = changed.withTimeout(change.timeout().get());
        }
        if (change.maxOutput().isPresent()) {
            changed = changed.withOutput(
                    changed.output.withLimit(change.maxOutput().get().bytes()));
        }
        return changed;
    }

    /**
     * Returns this request with the settings of a client: in the clean room of the command, if it has one, then in that
     * of the client.
     *
     * @param room the clean room of the client
     * @param outside the environment that the programs of the client inherit
     */
    ProgramRequest in(CleanRoom room, ProcessEnvironment outside) {
        return cleanRoom == null
                ? withDefaultsOf(room)
                : inOwnRoom(cleanRoom, outside).withDefaultsOf(room);
    }

    /** The variables of the room are inherited, since the command itself does not set them. */
    private ProgramRequest inOwnRoom(CleanRoom room, ProcessEnvironment outside) {
        Map<String, String> variables = new HashMap<>(System.getenv());
        outside.applyTo(variables);
        return withEnvironment(environment.onTopOf(room.variables(variables)))
                .withCleanRoom(null)
                .withDefaultsOf(room);
    }

    private ProgramRequest withDefaultsOf(CleanRoom room) {
        ProgramRequest changed = this;
        if (directory == null && room.directory().isPresent()) {
            changed = changed.withDirectory(room.directory().get());
        }
        if (limits.timeout() == null && room.timeout().isPresent()) {
            changed = changed.withTimeout(room.timeout().get());
        }
        return changed;
    }

    /**
     * Returns the environment of the program.
     *
     * @param inherited the environment that the programs of the client inherit
     */
    ProcessEnvironment environmentOver(ProcessEnvironment inherited) {
        if (environment.equals(ProcessEnvironment.inherited())) {
            // the usual case: a copy would check all variables again
            return inherited;
        }
        return inherited.base() == null || environment.base() != null
                ? environment
                : environment.onTopOf(inherited.base());
    }

    /** Returns the purpose of the resolution. */
    Purpose purpose() {
        return isShell() ? Purpose.SHELL : Purpose.RUN;
    }

    /** Returns whether the program is searched on PATH. Otherwise it is the main program of its package. */
    public boolean isShell() {
        return !(program instanceof Program.Main);
    }

    /**
     * Returns the words that start the program, as far as they are known before its packages are realised.
     *
     * @param mainProgram the main program, which a shell does not need
     */
    Arguments expectedWords(String mainProgram) {
        return words(isShell() ? USUAL_SHELL : mainProgram);
    }

    /**
     * Returns the words that start the program.
     *
     * @param file the main program of the package for a run, the shell for a script
     */
    Arguments words(String file) {
        return Arguments.of(program.file(file)).plus(wordsAfterProgram(file));
    }

    /** Returns the words after the first one. */
    Arguments wordsAfterProgram(String file) {
        return program.arguments(file, arguments);
    }

    /**
     * Returns this request for a program that gets the terminal.
     *
     * @throws IllegalStateException if the request has another input, or handles the output
     */
    ProgramRequest forTerminal() {
        boolean ownInput = !(stdin instanceof Stdin.Closed) && !(stdin instanceof Stdin.Inherit);
        if (ownInput || limits.idleTimeout() != null || output.isHandled()) {
            throw new IllegalStateException(
                    "with runInTerminal() stdin and the output belong to the terminal: leave out"
                            + " stdin(…), onStdout(…), onStderr(…), stdoutTo(…), spillTo(…), mergeStderr(), discardOutput() and"
                            + " idleTimeout(…)");
        }
        return withStdin(new Stdin.Inherit()).withOutput(output.withKind(OutputOptions.Kind.INHERITED));
    }

    /**
     * Returns this request with the user's shell if no program was named, as {@code nix shell} of Nix 2.8 to 2.34 does.
     */
    ProgramRequest withUsersShell(ProcessEnvironment inherited) {
        if (!(program instanceof Program.Unset)) {
            return this;
        }
        String shell = environmentOver(inherited)
                .value("SHELL")
                .filter(name -> !name.isEmpty())
                .orElse(USUAL_SHELL);
        return withProgram(new Program.Named(shell));
    }

    /**
     * Insists that the request names a program and does not contradict itself.
     *
     * @param line renders the command for the message
     * @throws IllegalStateException if it does
     */
    public void requireRunnable(CommandLineRenderer line) {
        output.requireConsistent();
        if (program instanceof Program.Unset) {
            throw new IllegalStateException("nothing to run in " + line.withValues(this)
                    + ": call command(…) or script(…) first, or runInTerminal() for a shell to type in");
        }
    }

    /** Insists that the request needs nothing from the JVM after the start. */
    void requireDetachable() {
        boolean fed = stdin instanceof Stdin.Stream || stdin instanceof Stdin.Open || stdin instanceof Stdin.Inherit;
        if (fed || !output.isPlain() || limits.idleTimeout() != null) {
            throw new IllegalStateException("a detached program outlives the JVM, and its output goes to files:"
                    + " leave out openStdin(), stdin(InputStream), inheritIO(), discardOutput(), onStdout(…),"
                    + " onStderr(…), stdoutTo(…), spillTo(…) and idleTimeout(…)");
        }
    }

    /** Refuses an open input, which only the holder of a running program can write. */
    void requireInputKnown() {
        if (stdin instanceof Stdin.Open) {
            throw new IllegalStateException(
                    "with openStdin() the program waits for input that only start() lets you write: call start()");
        }
    }

    /**
     * Returns the specification of the process.
     *
     * @param command the words that start it
     * @param environmentOfProgram its environment
     * @param limitsOfProcess its time limits
     */
    ProcessSpec toProcessSpec(
            List<String> command, ProcessEnvironment environmentOfProgram, TimeLimits limitsOfProcess) {
        return ProcessSpec.builder(command)
                .environment(environmentOfProgram)
                .directory(directory)
                .stdin(stdin)
                .charset(output.charset())
                .limits(limitsOfProcess)
                .stdout(output.stdout())
                .stderr(output.stderr())
                .mergeStderr(output.merged())
                .build();
    }

    /** The program that is run from the packages. */
    public sealed interface Program {

        /**
         * Returns the name or path of the program.
         *
         * @param file the main program for {@link Main}, the shell for {@link Script}
         */
        String file(String file);

        /**
         * Returns the arguments that it is started with.
         *
         * @param file as for {@link #file}
         * @param given the arguments of the request
         */
        default Arguments arguments(String file, Arguments given) {
            return given;
        }

        /** The main program of the package, as {@code nix run} finds it. */
        record Main() implements Program {

            @Override
            public String file(String file) {
                return file;
            }
        }

        /** A program by its name or path. */
        record Named(String name) implements Program {

            public Named {
                if (name.isEmpty()) {
                    throw new IllegalArgumentException("a process needs a program to run");
                }
                Words.requirePassable(name, 0);
            }

            @Override
            public String file(String file) {
                return name;
            }
        }

        /** The text of a script. */
        record Script(String text) implements Program {

            public Script {
                Words.requirePassable(text, 2);
            }

            @Override
            public String file(String file) {
                return file;
            }

            @Override
            public Arguments arguments(String file, Arguments given) {
                return Arguments.of("-c", text, file).plus(given);
            }
        }

        /** A program that has not been named yet. */
        record Unset() implements Program {

            @Override
            public String file(String file) {
                throw new IllegalStateException("no program was named");
            }
        }
    }
}
