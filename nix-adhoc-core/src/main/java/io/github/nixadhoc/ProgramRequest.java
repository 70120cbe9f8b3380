package io.github.nixadhoc;

import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.Stdin;
import io.github.nixadhoc.exec.TimeLimits;
import io.github.nixadhoc.internal.resolve.Purpose;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.policy.CleanRoom;
import io.github.nixadhoc.policy.PlannedChange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The content of a command that runs a program: the packages, the program, and all that was said about its run. It knows no
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
 * @param refresh whether Nix is asked, whatever is remembered
 * @param cleanRoom the clean room of this command; null for that of the client, if it has one
 */
record ProgramRequest(
        List<Installable> installables,
        Program program,
        List<String> arguments,
        ProcessEnvironment environment,
        @Nullable Path directory,
        Stdin stdin,
        TimeLimits limits,
        OutputOptions output,
        boolean refresh,
        @Nullable CleanRoom cleanRoom) {

    /** The name under which {@code nix shell} is told to run a script before it is known which shell there is. */
    private static final String USUAL_SHELL = "bash";

    ProgramRequest {
        installables = List.copyOf(installables);
    }

    /** Returns the request for the main program of a package. */
    static ProgramRequest run(Installable installable) {
        return of(List.of(installable), new Program.Main());
    }

    /** Returns the request for a program, still to be named, with packages on PATH. */
    static ProgramRequest shell(List<Installable> installables) {
        return of(installables, new Program.Unset());
    }

    private static ProgramRequest of(List<Installable> installables, Program program) {
        return new ProgramRequest(
                installables,
                program,
                List.of(),
                ProcessEnvironment.inherited(),
                null,
                Stdin.closed(),
                TimeLimits.NONE,
                OutputOptions.DEFAULT,
                false,
                null);
    }

    ProgramRequest withProgram(Program changed) {
        return new ProgramRequest(
                installables,
                changed,
                arguments,
                environment,
                directory,
                stdin,
                limits,
                output,
                refresh,
                cleanRoom);
    }

    ProgramRequest plusArguments(List<String> more) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(more);
        return withArguments(all);
    }

    ProgramRequest withArguments(List<String> changed) {
        List<String> command = new ArrayList<>(List.of("program"));
        command.addAll(changed);
        List<String> checked = ProcessSpec.of(command).command();
        return new ProgramRequest(
                installables,
                program,
                checked.subList(1, checked.size()),
                environment,
                directory,
                stdin,
                limits,
                output,
                refresh,
                cleanRoom);
    }

    ProgramRequest withEnvironment(ProcessEnvironment changed) {
        return new ProgramRequest(
                installables, program, arguments, changed, directory, stdin, limits, output, refresh, cleanRoom);
    }

    ProgramRequest withDirectory(Path changed) {
        return new ProgramRequest(
                installables, program, arguments, environment, changed, stdin, limits, output, refresh, cleanRoom);
    }

    ProgramRequest withStdin(Stdin changed) {
        return new ProgramRequest(
                installables, program, arguments, environment, directory, changed, limits, output, refresh, cleanRoom);
    }

    ProgramRequest withLimits(TimeLimits changed) {
        return new ProgramRequest(
                installables, program, arguments, environment, directory, stdin, changed, output, refresh, cleanRoom);
    }

    ProgramRequest withTimeout(@Nullable Duration changed) {
        return withLimits(new TimeLimits(changed, limits.idleTimeout(), limits.gracePeriod()));
    }

    ProgramRequest withIdleTimeout(Duration changed) {
        return withLimits(new TimeLimits(limits.timeout(), changed, limits.gracePeriod()));
    }

    ProgramRequest withGracePeriod(Duration changed) {
        return withLimits(new TimeLimits(limits.timeout(), limits.idleTimeout(), changed));
    }

    ProgramRequest withOutput(OutputOptions changed) {
        return new ProgramRequest(
                installables, program, arguments, environment, directory, stdin, limits, changed, refresh, cleanRoom);
    }

    ProgramRequest withRefresh() {
        return new ProgramRequest(
                installables, program, arguments, environment, directory, stdin, limits, output, true, cleanRoom);
    }

    ProgramRequest withCleanRoom(@Nullable CleanRoom changed) {
        return new ProgramRequest(
                installables, program, arguments, environment, directory, stdin, limits, output, refresh, changed);
    }

    /** Returns this request as a policy wants it. */
    ProgramRequest with(PlannedChange change) {
        ProgramRequest changed = this;
        if (change.arguments().isPresent()) {
            changed = changed.withArguments(change.arguments().get());
        }
        if (!change.environment().isEmpty()) {
            ProcessEnvironment variables = environment;
            for (Map.Entry<String, Optional<String>> each : change.environment().entrySet()) {
                variables = each.getValue().isPresent()
                        ? variables.set(each.getKey(), each.getValue().get())
                        : variables.unset(each.getKey());
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
     * Returns this request as a client runs it: in the clean room of the command, if it has one, then in that of the client.
     *
     * @param room the clean room of the client
     * @param outside the environment that the programs of the client inherit
     */
    ProgramRequest in(CleanRoom room, ProcessEnvironment outside) {
        return cleanRoom == null
                ? withDefaultsOf(room)
                : inOwnRoom(cleanRoom, outside).withDefaultsOf(room);
    }

    /** The variables are inherited, not set by the command: it is not the command that wants them. */
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

    /** Returns the environment of the program, given the one that the programs of the client inherit. */
    ProcessEnvironment environmentOver(ProcessEnvironment inherited) {
        if (environment.equals(ProcessEnvironment.inherited())) {
            // the usual case; to copy it would check all variables again
            return inherited;
        }
        return inherited.base() == null || environment.base() != null
                ? environment
                : environment.onTopOf(inherited.base());
    }

    /** Returns what the packages are resolved for. */
    Purpose purpose() {
        return isShell() ? Purpose.SHELL : Purpose.RUN;
    }

    /** Returns whether the program is looked up on PATH, and is not the main one of its package. */
    boolean isShell() {
        return !(program instanceof Program.Main);
    }

    /** Returns the words of the program before its packages are in the store, given the main program where that is meant. */
    List<String> expectedWords(String mainProgram) {
        return isShell() ? wordsInShell(USUAL_SHELL) : program.words(mainProgram, arguments);
    }

    /**
     * Returns the words of the program that is looked up on PATH.
     *
     * @param shell the shell that runs a script
     */
    List<String> wordsInShell(String shell) {
        return program.words(shell, arguments);
    }

    /**
     * Returns this request for a program that gets the terminal.
     *
     * @throws IllegalStateException if something else is to be read, or done with what it prints
     */
    ProgramRequest forTerminal() {
        boolean ownInput = !(stdin instanceof Stdin.Closed) && !(stdin instanceof Stdin.Inherit);
        if (ownInput || limits.idleTimeout() != null || output.isHandled()) {
            throw new IllegalStateException("with runInTerminal() a person reads and types, nobody else: leave out"
                    + " stdin(…), onStdout(…), onStderr(…), stdoutTo(…), spillTo(…), mergeStderr(), discardOutput() and"
                    + " idleTimeout(…)");
        }
        return withStdin(new Stdin.Inherit()).withOutput(output.withKind(OutputOptions.Kind.INHERITED));
    }

    /** Returns this request with the shell of the user in place of no program, as {@code nix shell} of Nix 2.8 to 2.34 does. */
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
     * Refuses a request that does not say what to run, or contradicts itself.
     *
     * @param line the command, for the message
     * @throws IllegalStateException if it does
     */
    void requireRunnable(CommandLineRenderer line) {
        output.requireConsistent();
        if (program instanceof Program.Unset) {
            throw new IllegalStateException("nothing to run in " + line.withValues(this)
                    + ": call command(…) or script(…) first, or runInTerminal() for a shell to type in");
        }
    }

    /** Refuses what would need a JVM that stays. */
    void requireDetachable() {
        boolean fed = stdin instanceof Stdin.Stream || stdin instanceof Stdin.Open || stdin instanceof Stdin.Inherit;
        if (fed || !output.isPlain() || limits.idleTimeout() != null) {
            throw new IllegalStateException("a detached program outlives the JVM, and its output goes to files:"
                    + " leave out openStdin(), stdin(InputStream), inheritIO(), discardOutput(), onStdout(…),"
                    + " onStderr(…), stdoutTo(…), spillTo(…) and idleTimeout(…)");
        }
    }

    /** Refuses input that only somebody who holds the running program could write. */
    void requireInputKnown() {
        if (stdin instanceof Stdin.Open) {
            throw new IllegalStateException(
                    "with openStdin() the program waits for input that only start() lets you write: call start()");
        }
    }

    /**
     * Returns the process that this request makes of a command line.
     *
     * @param command the words
     * @param environmentOfProgram the environment that it sees
     * @param limitsOfProcess the time limits that are left for it
     */
    ProcessSpec toProcessSpec(
            List<String> command, ProcessEnvironment environmentOfProgram, TimeLimits limitsOfProcess) {
        ProcessSpec spec = ProcessSpec.of(command)
                .withEnvironment(environmentOfProgram)
                .withDirectory(directory)
                .withStdin(stdin)
                .withCharset(output.charset())
                .withLimits(limitsOfProcess)
                .withStdout(output.stdout())
                .withStderr(output.stderr());
        return output.merged() ? spec.withMergedStderr() : spec;
    }

    /** The program that is run from the packages. */
    sealed interface Program {

        /**
         * Returns the command line.
         *
         * @param file the main program for {@link Main}, the shell for {@link Script}
         * @param arguments the arguments
         */
        List<String> words(String file, List<String> arguments);

        /** The main program of the package, as {@code nix run} finds it. */
        record Main() implements Program {

            @Override
            public List<String> words(String file, List<String> arguments) {
                return joined(List.of(file), arguments);
            }
        }

        /** A program by its name or path. */
        record Named(String name) implements Program {

            public Named {
                name = ProcessSpec.of(name).command().get(0);
            }

            @Override
            public List<String> words(String file, List<String> arguments) {
                return joined(List.of(name), arguments);
            }
        }

        /** The text of a script. */
        record Script(String text) implements Program {

            public Script {
                text = ProcessSpec.of("sh", "-c", text).command().get(2);
            }

            @Override
            public List<String> words(String file, List<String> arguments) {
                return joined(List.of(file, "-c", text, file), arguments);
            }
        }

        /** A program that has not been named yet. */
        record Unset() implements Program {

            @Override
            public List<String> words(String file, List<String> arguments) {
                throw new IllegalStateException("no program was named");
            }
        }

        private static List<String> joined(List<String> first, List<String> arguments) {
            List<String> words = new ArrayList<>(first.size() + arguments.size());
            words.addAll(first);
            words.addAll(arguments);
            return words;
        }
    }
}
