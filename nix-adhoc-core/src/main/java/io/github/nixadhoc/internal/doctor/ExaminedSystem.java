package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.exec.TimeLimits;
import io.github.nixadhoc.internal.nix.HostSystem;
import io.github.nixadhoc.internal.nix.NixInstallation;
import io.github.nixadhoc.internal.nix.ProcessWait;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The system under examination: a machine and the Nix of a client on it.
 *
 * @param host the machine
 * @param environment the environment of Nix and programs
 * @param variables the resulting variables of that environment
 * @param executor the executor that starts processes; empty if none may be started
 * @param nix the facts about Nix
 */
record ExaminedSystem(
        HostSystem host,
        ProcessEnvironment environment,
        Map<String, String> variables,
        Optional<CommandExecutor> executor,
        NixFacts nix) {

    /** Returns a variable of the environment; an empty text if it is not set. */
    String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    /** Returns a file of the machine. */
    Path file(String absolute) {
        return host.resolve(absolute);
    }

    boolean has(String absolute) {
        return Files.exists(file(absolute));
    }

    /** Returns the program of a name on PATH. */
    Optional<Path> program(String name) {
        return Stream.of(variable("PATH").split(":", -1))
                .filter(directory -> directory.startsWith("/"))
                .flatMap(directory -> path(directory + "/" + name))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /** PATH may contain characters that the JVM's charset for file names lacks. */
    private static Stream<Path> path(String text) {
        try {
            return Stream.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Stream.empty();
        }
    }

    /** Returns the Nix; empty if there is none or it does not work, which {@link NixCheck} reports. */
    Optional<NixInstallation> installation() throws InterruptedException {
        return nix.installation().value();
    }

    /** Returns the settings of Nix; empty if they cannot be read, which {@link SettingsCheck} reports. */
    Optional<NixConfiguration> configuration() throws InterruptedException {
        return nix.configuration().value();
    }

    /** Returns a command line by which this user runs a command as root. */
    String asRoot(String command) {
        return host.isRoot() ? command : "sudo " + command;
    }

    /**
     * Runs a program and waits for its end.
     *
     * @throws io.github.nixadhoc.exec.ProcessStartException if it cannot be started
     */
    static ProcessOutcome run(CommandExecutor executor, ProcessEnvironment environment, List<String> command)
            throws InterruptedException {
        TimeLimits limits = new TimeLimits(Duration.ofSeconds(3), null, Duration.ofMillis(200));
        RunningProcess process = executor.start(
                ProcessSpec.of(command).withEnvironment(environment).withLimits(limits));
        return ProcessWait.forEnd(process, limits.gracePeriod());
    }
}
