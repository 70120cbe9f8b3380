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
import io.github.nixadhoc.internal.confine.ConfinementWalls;
import io.github.nixadhoc.internal.confine.KeptFiles;
import io.github.nixadhoc.internal.confine.NamespaceSettings;
import io.github.nixadhoc.internal.confine.ProcessWalls;
import io.github.nixadhoc.internal.confine.Walls;
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
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Surrounds programs with walls by bubblewrap: the host's, or else that of nixpkgs. A probe before the first program shows
 * whether it works.
 *
 * <p>Thread-safe.
 */
final class BubblewrapLauncher {

    private static final Duration GRACE_PERIOD = Duration.ofSeconds(1);
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(20);
    private static final String ALLOW_NAMESPACES =
            "allow user namespaces (sysctl kernel.unprivileged_userns_clone=1, or"
                    + " kernel.apparmor_restrict_unprivileged_userns=0; in a container, its security options)";

    private final @Nullable Confinement confinement;
    private final Function<Path, Walls> walls;
    private final CommandExecutor executor;
    private final Map<String, String> variables;
    private volatile @Nullable Sandbox probed;
    private volatile boolean isUseless;

    private BubblewrapLauncher(
            @Nullable Confinement confinement,
            Function<Path, Walls> walls,
            CommandExecutor executor,
            Map<String, String> variables) {
        this.confinement = confinement;
        this.walls = walls;
        this.executor = executor;
        this.variables = variables;
    }

    /**
     * Returns a launcher for a confinement, without which nothing runs.
     *
     * @param kept the files that no program may reach
     * @param variables the environment, whose PATH is searched for bubblewrap
     */
    static BubblewrapLauncher confining(
            Confinement confinement, KeptFiles kept, CommandExecutor executor, Map<String, String> variables) {
        return new BubblewrapLauncher(
                confinement,
                bubblewrap -> new ConfinementWalls(confinement, variables, kept, bubblewrap),
                executor,
                variables);
    }

    /**
     * Returns a launcher that hides the processes of the host where that is possible.
     *
     * @param variables the environment, whose PATH is searched for bubblewrap
     */
    static BubblewrapLauncher hidingProcesses(CommandExecutor executor, Map<String, String> variables) {
        return new BubblewrapLauncher(null, bubblewrap -> new ProcessWalls(variables), executor, variables);
    }

    /** Returns the confinement that a policy is shown; null if there is none. */
    @Nullable
    Confinement confinement() {
        return confinement;
    }

    /**
     * Insists that this machine can confine programs, as far as that can be told without a download and with the folders
     * that exist by now.
     *
     * @throws ConfinementUnavailableException if it cannot
     */
    void requirePossible() {
        requireLinux(() -> "");
        Path hostBubblewrap = onPath();
        if (hostBubblewrap == null) {
            NamespaceSettings.forbidding().ifPresent(setting -> {
                throw unavailable("the kernel allows no user namespaces: " + setting, "", List.of(), ALLOW_NAMESPACES);
            });
        } else if (confinement != null && confinement.writable().stream().allMatch(Files::isDirectory)) {
            Sandbox unused = probe(hostBubblewrap, List.of(), Deadline.never());
        }
    }

    /** Returns a sandbox that works, of the host's bubblewrap; null if this machine cannot have one. */
    @Nullable
    Sandbox sandboxIfPossible() {
        Sandbox probedBefore = probed;
        if (probedBefore != null || isUseless) {
            return probedBefore;
        }
        try {
            requireLinux(() -> "");
            Path hostBubblewrap = onPath();
            if (hostBubblewrap == null) {
                throw unavailable("no bwrap is on the PATH", "", List.of(), "install bubblewrap");
            }
            return probe(hostBubblewrap, List.of(), Deadline.never());
        } catch (ConfinementUnavailableException e) {
            isUseless = true;
            LoggerFactory.getLogger(BubblewrapLauncher.class)
                    .warn(
                            "programs in a clean room can read the environment and the command line of this JVM in /proc,"
                                    + " with all keys in them: {}",
                            e.shortMessage());
            return null;
        }
    }

    private static void requireLinux(Supplier<String> line) {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw unavailable(
                    "bubblewrap works on Linux only",
                    line.get(),
                    List.of(),
                    "leave out confinement(…), and run on this system only what you trust");
        }
    }

    /**
     * Returns a sandbox that works.
     *
     * @param fetched brings the bubblewrap of nixpkgs into the store, under review as any other program
     * @param line the command, for messages
     * @throws ConfinementUnavailableException if programs cannot be confined
     */
    Sandbox sandbox(Supplier<FetchedProgram> fetched, Supplier<String> line, Deadline deadline) {
        Sandbox probedBefore = probed;
        if (probedBefore != null
                && Files.isExecutable(probedBefore.bubblewrapCommand().bubblewrap())) {
            return probedBefore;
        }
        requireLinux(line);
        Path hostBubblewrap = onPath();
        if (hostBubblewrap != null) {
            return probe(hostBubblewrap, List.of(), deadline);
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
            Sandbox sandbox = probe(bubblewrap.file(), bubblewrap.storePaths(), deadline);
            bubblewrap.used();
            return sandbox;
        }
    }

    private Sandbox probe(Path bubblewrap, List<StorePath> storePaths, Deadline deadline) {
        BubblewrapCommand bubblewrapCommand = new BubblewrapCommand(bubblewrap, walls.apply(bubblewrap));
        List<String> words;
        try {
            words = bubblewrapCommand.probe(stores(storePaths));
        } catch (IOException e) {
            throw unavailable(
                    "a folder cannot be made writable inside: " + e,
                    "",
                    List.of(),
                    "create the folders given to writable(…) first");
        }
        ProcessOutcome outcome = outcome(words, deadline);
        if (!outcome.termination().isSuccess()) {
            throw probeFailed("bubblewrap does not work here", words, outcome, ALLOW_NAMESPACES);
        }
        Sandbox sandbox = new Sandbox(this, bubblewrapCommand, storePaths);
        probed = sandbox;
        return sandbox;
    }

    /**
     * Insists that the program has run, where bubblewrap may have failed before it started the program. The same
     * sandbox is probed once more, since a program can print and return the same as bubblewrap.
     *
     * @throws ConfinementUnavailableException if the probe fails
     */
    private void requireProgramStarted(BubblewrapCommand.Start start, ProcessOutcome ended) {
        if (!start.mayNotHaveBegun(ended)) {
            return;
        }
        List<String> words = start.again();
        ProcessOutcome outcome;
        try {
            outcome = outcome(words, Deadline.after(PROBE_TIMEOUT));
        } catch (NixException e) {
            // the failure of the probe tells nothing about the program, whose output is the better report
            return;
        }
        if (outcome.termination() instanceof Termination.Exited
                && !outcome.termination().isSuccess()) {
            throw probeFailed(
                    "bubblewrap cannot build its walls any more",
                    words,
                    outcome,
                    "look whether the folders given to writable(…) are still there, and try again");
        }
    }

    private static ConfinementUnavailableException probeFailed(
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
        Duration limit = deadline.orEarlier(Deadline.after(PROBE_TIMEOUT)).remaining();
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

    /** The folder of a link may be hidden inside of the sandbox, where the probe starts bubblewrap again. */
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

    /** A program that is held in the store until this is closed. */
    interface FetchedProgram extends AutoCloseable {

        /** Returns the executable. */
        Path file();

        /** Returns the outputs that contain it. */
        List<StorePath> storePaths();

        /** Adds it to the cache, since it works. */
        void used();

        @Override
        void close();
    }

    /**
     * A sandbox that a probe has shown to work.
     *
     * @param launcher the launcher that probed it
     * @param bubblewrapCommand the command line of bubblewrap
     * @param storePaths the outputs of bubblewrap; none for the host's
     */
    record Sandbox(BubblewrapLauncher launcher, BubblewrapCommand bubblewrapCommand, List<StorePath> storePaths) {

        /** Insists that a program whose process has ended was really started. */
        void requireProgramStarted(BubblewrapCommand.Start start, ProcessOutcome ended) {
            launcher.requireProgramStarted(start, ended);
        }

        /**
         * Returns the command that starts a program in this sandbox, and holds bubblewrap in the store while it runs.
         */
        BubblewrapCommand.Start wrap(
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
                return bubblewrapCommand.around(
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
