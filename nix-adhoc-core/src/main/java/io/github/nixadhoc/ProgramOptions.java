package io.github.nixadhoc;

import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.Stdin;
import io.github.nixadhoc.exec.TimeLimits;
import io.github.nixadhoc.policy.CleanRoom;
import io.github.nixadhoc.policy.PlannedChange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the commands that run a program have in common, apart from the packages.
 *
 * @param limits the time limits; the timeout counts for the whole command, Nix's work included
 * @param refresh whether Nix is asked, whatever is remembered
 */
record ProgramOptions(
        List<String> arguments,
        ProcessEnvironment environment,
        @Nullable Path directory,
        Stdin stdin,
        TimeLimits limits,
        OutputOptions output,
        boolean refresh) {

    static final ProgramOptions DEFAULT = new ProgramOptions(
            List.of(),
            ProcessEnvironment.inherited(),
            null,
            Stdin.closed(),
            TimeLimits.NONE,
            OutputOptions.DEFAULT,
            false);

    ProgramOptions plusArguments(List<String> more) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(more);
        return withArguments(all);
    }

    ProgramOptions withArguments(List<String> changed) {
        List<String> command = new ArrayList<>(List.of("program"));
        command.addAll(changed);
        List<String> checked = ProcessSpec.of(command).command();
        return new ProgramOptions(
                checked.subList(1, checked.size()), environment, directory, stdin, limits, output, refresh);
    }

    ProgramOptions withEnvironment(ProcessEnvironment changed) {
        return new ProgramOptions(arguments, changed, directory, stdin, limits, output, refresh);
    }

    /** Returns the environment with these changes, over what a client was told to give in place of the JVM's. */
    ProcessEnvironment environmentOver(ProcessEnvironment inherited) {
        if (environment.equals(ProcessEnvironment.inherited())) {
            // the usual case; to copy it would check all variables again
            return inherited;
        }
        return inherited.base() == null || environment.base() != null
                ? environment
                : environment.onTopOf(inherited.base());
    }

    ProgramOptions withDirectory(Path changed) {
        return new ProgramOptions(arguments, environment, changed, stdin, limits, output, refresh);
    }

    ProgramOptions withStdin(Stdin changed) {
        return new ProgramOptions(arguments, environment, directory, changed, limits, output, refresh);
    }

    ProgramOptions withTimeout(@Nullable Duration changed) {
        return withLimits(new TimeLimits(changed, limits.idleTimeout(), limits.gracePeriod()));
    }

    ProgramOptions withIdleTimeout(Duration changed) {
        return withLimits(new TimeLimits(limits.timeout(), changed, limits.gracePeriod()));
    }

    ProgramOptions withGracePeriod(Duration changed) {
        return withLimits(new TimeLimits(limits.timeout(), limits.idleTimeout(), changed));
    }

    ProgramOptions withOutput(OutputOptions changed) {
        return new ProgramOptions(arguments, environment, directory, stdin, limits, changed, refresh);
    }

    /**
     * Returns these options for a program that gets the terminal.
     *
     * @throws IllegalStateException if they say that something else is to be read, or that what it prints is
     */
    ProgramOptions forTerminal() {
        boolean ownInput = !(stdin instanceof Stdin.Closed) && !(stdin instanceof Stdin.Inherit);
        if (ownInput || limits.idleTimeout() != null || output.isHandled()) {
            throw new IllegalStateException("with interactive() a person reads and types, nobody else: leave out"
                    + " stdin(…), onStdout(…), onStderr(…), stdoutTo(…), spillTo(…), mergeStderr(), discardOutput() and"
                    + " idleTimeout(…)");
        }
        return withStdin(new Stdin.Inherit()).withOutput(output.withKind(OutputOptions.Kind.INHERITED));
    }

    /** Returns these options as a policy wants them. */
    ProgramOptions with(PlannedChange change) {
        ProgramOptions changed = this;
        if (change.arguments().isPresent()) {
            changed = changed.withArguments(change.arguments().get());
        }
        ProcessEnvironment variables = environment;
        for (Map.Entry<String, String> each : change.environment().entrySet()) {
            variables = variables.set(each.getKey(), each.getValue());
        }
        for (String name : change.removedVariables()) {
            variables = variables.unset(name);
        }
        changed = changed.withEnvironment(variables);
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

    /** Returns these options in a clean room, apart from its variables. */
    ProgramOptions in(CleanRoom room) {
        ProgramOptions changed = this;
        if (directory == null && room.directory().isPresent()) {
            changed = changed.withDirectory(room.directory().get());
        }
        if (limits.timeout() == null && room.timeout().isPresent()) {
            changed = changed.withTimeout(room.timeout().get());
        }
        return changed;
    }

    /**
     * Returns these options in a clean room, with its variables. They are inherited, not set by the command: it is not the
     * command that wants them.
     *
     * @param outside the environment of the client
     */
    ProgramOptions in(CleanRoom room, ProcessEnvironment outside) {
        Map<String, String> variables = new HashMap<>(System.getenv());
        outside.applyTo(variables);
        return withEnvironment(environment.onTopOf(room.variables(variables))).in(room);
    }

    ProgramOptions withRefresh() {
        return new ProgramOptions(arguments, environment, directory, stdin, limits, output, true);
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

    ProgramOptions withLimits(TimeLimits changed) {
        return new ProgramOptions(arguments, environment, directory, stdin, changed, output, refresh);
    }

    /** Returns the process that these options make of a command line. */
    ProcessSpec toProcessSpec(List<String> command) {
        ProcessSpec spec = ProcessSpec.of(command)
                .withEnvironment(environment)
                .withDirectory(directory)
                .withStdin(stdin)
                .withCharset(output.charset())
                .withLimits(limits)
                .withStdout(output.stdout())
                .withStderr(output.stderr());
        return output.merged() ? spec.withMergedStderr() : spec;
    }
}
