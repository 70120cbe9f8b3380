package io.github.nixadhoc;

import io.github.nixadhoc.exec.Output;
import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.Stdin;
import io.github.nixadhoc.exec.TimeLimits;
import io.github.nixadhoc.model.Overflow;
import io.github.nixadhoc.policy.CleanRoom;
import io.github.nixadhoc.policy.PlannedChange;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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
        Streams streams,
        boolean refresh) {

    static final ProgramOptions DEFAULT = new ProgramOptions(
            List.of(), ProcessEnvironment.inherited(), null, Stdin.closed(), TimeLimits.NONE, Streams.DEFAULT, false);

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
                checked.subList(1, checked.size()), environment, directory, stdin, limits, streams, refresh);
    }

    ProgramOptions withEnvironment(ProcessEnvironment changed) {
        return new ProgramOptions(arguments, changed, directory, stdin, limits, streams, refresh);
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
        return new ProgramOptions(arguments, environment, changed, stdin, limits, streams, refresh);
    }

    ProgramOptions withStdin(Stdin changed) {
        return new ProgramOptions(arguments, environment, directory, changed, limits, streams, refresh);
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

    ProgramOptions withStreams(Streams changed) {
        return new ProgramOptions(arguments, environment, directory, stdin, limits, changed, refresh);
    }

    /**
     * Returns these options for a program that gets the terminal.
     *
     * @throws IllegalStateException if they say that something else is to be read, or that what it prints is
     */
    ProgramOptions forTerminal() {
        boolean ownInput = !(stdin instanceof Stdin.Closed) && !(stdin instanceof Stdin.Inherit);
        if (ownInput || limits.idleTimeout() != null || streams.areHandled()) {
            throw new IllegalStateException("with interactive() a person reads and types, nobody else: leave out"
                    + " stdin(…), onStdout(…), onStderr(…), stdoutTo(…), spillTo(…), mergeStderr(), discardOutput() and"
                    + " idleTimeout(…)");
        }
        return withStdin(new Stdin.Inherit()).withStreams(streams.withKind(Kind.INHERITED));
    }

    /** Returns these options as a policy wants them. */
    ProgramOptions with(PlannedChange change) {
        ProgramOptions changed = this;
        if (change.arguments().isPresent()) {
            changed = changed.withArguments(change.arguments().get());
        }
        ProcessEnvironment variables = environment;
        for (Map.Entry<String, Optional<String>> each : change.environment().entrySet()) {
            variables = each.getValue().isPresent()
                    ? variables.set(each.getKey(), each.getValue().get())
                    : variables.unset(each.getKey());
        }
        changed = changed.withEnvironment(variables);
        if (change.directory().isPresent()) {
            changed = changed.withDirectory(change.directory().get().toAbsolutePath());
        }
        if (change.timeout().isPresent()) {
            changed = changed.withTimeout(change.timeout().get());
        }
        if (change.maxOutput().isPresent()) {
            changed = changed.withStreams(
                    changed.streams.withLimit(change.maxOutput().get().bytes(), changed.streams.overflow));
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
        return new ProgramOptions(arguments, environment, directory, stdin, limits, streams, true);
    }

    /** Refuses what would need a JVM that stays. */
    void requireDetachable() {
        boolean fed = stdin instanceof Stdin.Stream || stdin instanceof Stdin.Open || stdin instanceof Stdin.Inherit;
        if (fed || !streams.isPlain() || limits.idleTimeout() != null) {
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
        return new ProgramOptions(arguments, environment, directory, stdin, changed, streams, refresh);
    }

    /** Returns the process that these options make of a command line. */
    ProcessSpec toProcessSpec(List<String> command) {
        ProcessSpec spec = ProcessSpec.of(command)
                .withEnvironment(environment)
                .withDirectory(directory)
                .withStdin(stdin)
                .withCharset(streams.charset)
                .withLimits(limits)
                .withStdout(streams.stdout())
                .withStderr(streams.stderr());
        return streams.merged ? spec.withMergedStderr() : spec;
    }

    /** What happens to the two streams that a program prints to. */
    record Streams(
            Kind kind,
            long maxBytes,
            Overflow overflow,
            @Nullable Path spillTo,
            boolean merged,
            Charset charset,
            List<Consumer<? super String>> stdoutConsumers,
            List<Consumer<? super String>> stderrConsumers,
            @Nullable OutputStream stdoutCopy,
            @Nullable OutputStream stderrCopy) {

        static final Streams DEFAULT = new Streams(
                Kind.CAPTURED,
                Output.DEFAULT_MAX_BYTES,
                Overflow.KEEP_HEAD_AND_TAIL,
                null,
                false,
                StandardCharsets.UTF_8,
                List.of(),
                List.of(),
                null,
                null);

        Streams withKind(Kind changed) {
            return new Streams(
                    changed,
                    maxBytes,
                    overflow,
                    spillTo,
                    merged,
                    charset,
                    stdoutConsumers,
                    stderrConsumers,
                    stdoutCopy,
                    stderrCopy);
        }

        Streams withLimit(long bytes, Overflow changed) {
            long checked = new Output.Capture(bytes, changed, null, List.of()).maxBytes();
            return new Streams(
                    kind,
                    checked,
                    changed,
                    spillTo,
                    merged,
                    charset,
                    stdoutConsumers,
                    stderrConsumers,
                    stdoutCopy,
                    stderrCopy);
        }

        Streams withSpill(Path changed) {
            return new Streams(
                    kind,
                    maxBytes,
                    overflow,
                    changed,
                    merged,
                    charset,
                    stdoutConsumers,
                    stderrConsumers,
                    stdoutCopy,
                    stderrCopy);
        }

        Streams withMerged() {
            return new Streams(
                    kind,
                    maxBytes,
                    overflow,
                    spillTo,
                    true,
                    charset,
                    stdoutConsumers,
                    stderrConsumers,
                    stdoutCopy,
                    stderrCopy);
        }

        Streams withCharset(Charset changed) {
            return new Streams(
                    kind,
                    maxBytes,
                    overflow,
                    spillTo,
                    merged,
                    changed,
                    stdoutConsumers,
                    stderrConsumers,
                    stdoutCopy,
                    stderrCopy);
        }

        Streams withStdoutCopy(OutputStream changed) {
            return new Streams(
                    kind,
                    maxBytes,
                    overflow,
                    spillTo,
                    merged,
                    charset,
                    stdoutConsumers,
                    stderrConsumers,
                    changed,
                    stderrCopy);
        }

        Streams withStderrCopy(OutputStream changed) {
            return new Streams(
                    kind,
                    maxBytes,
                    overflow,
                    spillTo,
                    merged,
                    charset,
                    stdoutConsumers,
                    stderrConsumers,
                    stdoutCopy,
                    changed);
        }

        Streams plusStdoutConsumer(Consumer<? super String> consumer) {
            List<Consumer<? super String>> more = plus(stdoutConsumers, consumer);
            return new Streams(
                    kind, maxBytes, overflow, spillTo, merged, charset, more, stderrConsumers, stdoutCopy, stderrCopy);
        }

        Streams plusStderrConsumer(Consumer<? super String> consumer) {
            List<Consumer<? super String>> more = plus(stderrConsumers, consumer);
            return new Streams(
                    kind, maxBytes, overflow, spillTo, merged, charset, stdoutConsumers, more, stdoutCopy, stderrCopy);
        }

        /** Returns whether anything is to be done with what the program prints, apart from keeping it. */
        boolean areHandled() {
            return merged || kind == Kind.DISCARDED || isWatched();
        }

        private boolean isWatched() {
            return spillTo != null
                    || stdoutCopy != null
                    || stderrCopy != null
                    || !stdoutConsumers.isEmpty()
                    || !stderrConsumers.isEmpty();
        }

        /** Refuses consumers and files that would never see anything. */
        void requireConsistent() {
            if (kind == Kind.INHERITED && isWatched()) {
                throw new IllegalStateException(
                        "with inheritIO() the output does not pass through the JVM: leave out onStdout(…), onStderr(…), stdoutTo(…), stderrTo(…), spillTo(…) and lines()");
            }
            if (merged && !stderrConsumers.isEmpty()) {
                throw new IllegalStateException(
                        "with mergeStderr() the lines of stderr come to onStdout(…): leave out onStderr(…)");
            }
            if (merged && stderrCopy != null) {
                throw new IllegalStateException(
                        "with mergeStderr() what goes to stderr comes to stdoutTo(…): leave out stderrTo(…)");
            }
        }

        /** Returns the method that made stdout go elsewhere than into memory; null if none did. */
        @Nullable
        String stdoutMethod() {
            if (kind != Kind.CAPTURED) {
                return kind == Kind.INHERITED ? "inheritIO()" : "discardOutput()";
            }
            if (spillTo != null) {
                return "spillTo(…)";
            }
            if (stdoutCopy != null) {
                return "stdoutTo(…)";
            }
            return stdoutConsumers.isEmpty() ? null : "onStdout(…)";
        }

        /** Returns the same for a program whose stdout is left alone. */
        Streams withoutStdout() {
            return new Streams(
                    Kind.CAPTURED,
                    maxBytes,
                    overflow,
                    null,
                    merged,
                    charset,
                    List.of(),
                    stderrConsumers,
                    null,
                    stderrCopy);
        }

        boolean isPlain() {
            return kind == Kind.CAPTURED
                    && spillTo == null
                    && stdoutCopy == null
                    && stderrCopy == null
                    && stdoutConsumers.isEmpty()
                    && stderrConsumers.isEmpty();
        }

        void requireKept() {
            if (kind != Kind.CAPTURED) {
                throw new IllegalStateException("there is no text to return: leave out "
                        + (kind == Kind.INHERITED ? "inheritIO()" : "discardOutput()"));
            }
        }

        Output stdout() {
            return output(spillTo, stdoutConsumers, stdoutCopy);
        }

        Output stderr() {
            return output(null, stderrConsumers, stderrCopy);
        }

        private Output output(
                @Nullable Path spill, List<Consumer<? super String>> consumers, @Nullable OutputStream copy) {
            return switch (kind) {
                case CAPTURED -> new Output.Capture(maxBytes, overflow, spill, consumers, copy);
                case INHERITED -> new Output.Inherit();
                case DISCARDED ->
                    spill == null && consumers.isEmpty() && copy == null
                            ? new Output.Discard()
                            : new Output.Capture(0, Overflow.KEEP_TAIL, spill, consumers, copy);
            };
        }

        private static List<Consumer<? super String>> plus(
                List<Consumer<? super String>> consumers, Consumer<? super String> consumer) {
            List<Consumer<? super String>> more = new ArrayList<>(consumers);
            more.add(consumer);
            return List.copyOf(more);
        }
    }

    /** Where what a program prints ends up. */
    enum Kind {
        CAPTURED,
        DISCARDED,
        INHERITED
    }
}
