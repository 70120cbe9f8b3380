package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.error.ConfinementUnavailableException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.ProcessStartException;
import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.exec.TimeLimits;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.confine.BubblewrapCommand;
import io.github.nixadhoc.internal.resolution.PackageResolver;
import io.github.nixadhoc.internal.resolution.ResolvedPackages;
import io.github.nixadhoc.internal.text.ShellQuoting;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.policy.Confinement;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Has programs confined by bubblewrap: the host's, or else that of nixpkgs. It is tried once, before anything else is done
 * for the first program.
 *
 * <p>Thread-safe.
 */
final class BubblewrapLauncher {

    private static final Duration GRACE_PERIOD = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Confinement confinement;
    private final CommandExecutor executor;
    private final Map<String, String> variables;
    private volatile @Nullable Ready known;

    /** Confines with the bubblewrap that is found on the PATH among these variables. */
    BubblewrapLauncher(Confinement confinement, CommandExecutor executor, Map<String, String> variables) {
        this.confinement = confinement;
        this.executor = executor;
        this.variables = variables;
    }

    Confinement confinement() {
        return confinement;
    }

    /**
     * Makes sure that programs can be confined.
     *
     * @param fetched brings the bubblewrap of nixpkgs into the store, under review as any other program
     * @param line the command, for messages
     * @throws ConfinementUnavailableException if they cannot
     */
    Ready ready(Supplier<FetchedProgram> fetched, Supplier<String> line, Deadline deadline) {
        Ready before = known;
        if (before != null && Files.isExecutable(before.walls().bubblewrap())) {
            return before;
        }
        if (!System.getProperty("os.name").equals("Linux")) {
            throw unavailable(
                    "bubblewrap works on Linux only",
                    line.get(),
                    List.of(),
                    "leave out confinement(…), and run on this system only what you trust");
        }
        Path ofHost = onPath();
        if (ofHost != null) {
            return tried(ofHost, List.of(), deadline);
        }
        FetchedProgram bubblewrap;
        try {
            bubblewrap = fetched.get();
        } catch (NixException e) {
            ConfinementUnavailableException failure = unavailable(
                    "no bwrap is on the PATH, and that of nixpkgs cannot be had: " + e.shortMessage(),
                    line.get(),
                    e.log(),
                    "install bubblewrap, or let the policy allow the package bubblewrap");
            failure.initCause(e);
            throw failure;
        }
        try (bubblewrap) {
            Ready ready = tried(bubblewrap.file(), bubblewrap.storePaths(), deadline);
            bubblewrap.used();
            return ready;
        }
    }

    private Ready tried(Path bubblewrap, List<StorePath> storePaths, Deadline deadline) {
        BubblewrapCommand walls = new BubblewrapCommand(bubblewrap, confinement, variables);
        List<String> words;
        try {
            words = walls.probe(stores(storePaths));
        } catch (IOException e) {
            throw unavailable(
                    "a folder cannot be made writable inside: " + e,
                    "",
                    List.of(),
                    "create the folders given to writable(…) first");
        }
        ProcessOutcome outcome = outcome(words, deadline);
        if (!outcome.termination().isSuccess()) {
            throw fallen(
                    "bubblewrap does not work here",
                    words,
                    outcome,
                    "allow user namespaces (sysctl kernel.unprivileged_userns_clone=1, or"
                            + " kernel.apparmor_restrict_unprivileged_userns=0; in a container, its security options)");
        }
        Ready ready = new Ready(this, walls, storePaths);
        known = ready;
        return ready;
    }

    /**
     * Looks whether a program has run, where bubblewrap may have failed in place of it: by the same walls once more, since a
     * program can print and return whatever bubblewrap does.
     *
     * @throws ConfinementUnavailableException if they do not stand
     */
    private void requireStood(BubblewrapCommand.Start start, ProcessOutcome ended) {
        if (!start.mayNotHaveBegun(ended)) {
            return;
        }
        List<String> words = start.again();
        ProcessOutcome outcome;
        try {
            outcome = outcome(words, Deadline.after(PATIENCE));
        } catch (NixException e) {
            // then it is not known, and what was printed is what there is to tell
            return;
        }
        if (outcome.termination() instanceof Termination.Exited
                && !outcome.termination().isSuccess()) {
            throw fallen(
                    "bubblewrap cannot build its walls any more",
                    words,
                    outcome,
                    "look whether the folders given to writable(…) are still there, and try again");
        }
    }

    private static ConfinementUnavailableException fallen(
            String what, List<String> words, ProcessOutcome outcome, String hint) {
        return unavailable(
                what + ": it ended with " + outcome.termination(),
                ShellQuoting.quote(words),
                outcome.stderr().text().lines().limit(20).toList(),
                hint);
    }

    private static List<Path> stores(List<StorePath> paths) {
        return paths.stream().map(path -> path.path().getParent()).distinct().toList();
    }

    private ProcessOutcome outcome(List<String> words, Deadline deadline) {
        Duration limit = deadline.orEarlier(Deadline.after(PATIENCE)).remaining();
        RunningProcess process;
        try {
            process = executor.start(ProcessSpec.of(words)
                    .withEnvironment(ProcessEnvironment.inherited().onTopOf(Map.of()))
                    .withLimits(new TimeLimits(limit, null, GRACE_PERIOD)));
        } catch (ProcessStartException e) {
            ConfinementUnavailableException failure = unavailable(
                    "bubblewrap cannot be started: " + e.getMessage(),
                    ShellQuoting.quote(words),
                    List.of(),
                    "check the bwrap on the PATH");
            failure.initCause(e);
            throw failure;
        }
        try {
            return process.outcome().join();
        } catch (RuntimeException e) {
            process.cancel();
            ConfinementUnavailableException failure = unavailable(
                    "bubblewrap could not be tried: " + e, ShellQuoting.quote(words), List.of(), "try again");
            failure.initCause(e);
            throw failure;
        }
    }

    private @Nullable Path onPath() {
        return Stream.of(variables.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(directory -> directory.startsWith("/"))
                .map(directory -> Path.of(directory, "bwrap"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(BubblewrapLauncher::real)
                .orElse(null);
    }

    /** A link may be in a folder that is empty inside, from where it is tried. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }

    static ConfinementUnavailableException unavailable(String why, String line, List<String> log, String hint) {
        return new ConfinementUnavailableException(
                Failure.of("the program cannot be confined, so nothing runs: " + why, line, Phase.EXECUTE, log, hint));
    }

    /** A program that was brought into the store, and is held there until it is closed. */
    interface FetchedProgram extends AutoCloseable {

        /** Returns the executable. */
        Path file();

        /** Returns the outputs that it comes from. */
        List<StorePath> storePaths();

        /** Has it remembered as one that works. */
        void used();

        @Override
        void close();
    }

    /**
     * Walls that are known to stand.
     *
     * @param launcher who has tried them
     * @param walls the walls
     * @param storePaths where bubblewrap comes from; none for the host's
     */
    record Ready(BubblewrapLauncher launcher, BubblewrapCommand walls, List<StorePath> storePaths) {

        /** Fails if a program that seems to have ended has never run. */
        void requireStood(BubblewrapCommand.Start start, ProcessOutcome ended) {
            launcher.requireStood(start, ended);
        }

        /** Returns what to start in place of a program that is there, and holds bubblewrap for as long as it runs. */
        BubblewrapCommand.Start around(
                ProgramLaunch launch,
                ResolvedPackages resolved,
                ProgramRequest request,
                Supplier<String> line,
                Deadline deadline) {
            String program = launch.program().path();
            if (!launch.words().get(0).equals(program) || program.indexOf('=') >= 0) {
                throw unavailable(
                        "Nix itself has to start " + program + ", or its path has a =",
                        line.get(),
                        List.of(),
                        "use a store at its own place");
            }
            resolved.pins().hold(storePaths, deadline);
            List<StorePath> needed = new ArrayList<>(storePaths);
            needed.addAll(PackageResolver.paths(resolved.resolutions()));
            try {
                return walls.around(
                        launch.words(),
                        launch.environment(),
                        request.directory(),
                        stores(needed),
                        resolved.services().view().stateDirectory());
            } catch (IOException e) {
                throw unavailable(
                        "what it may see cannot be put together: " + e,
                        line.get(),
                        List.of(),
                        "create the folders given to writable(…) and directory(…) first, and run in none that is hidden");
            }
        }
    }
}
