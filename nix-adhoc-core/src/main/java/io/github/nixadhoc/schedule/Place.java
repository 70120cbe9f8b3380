package io.github.nixadhoc.schedule;

import io.github.nixadhoc.error.ConfigurationException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.exec.commons.CommonsExecExecutor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The place of a schedule, and the means to call its service manager.
 *
 * @param kind the kind of the service manager
 * @param environment the environment of the processes, and the source of HOME, XDG_CONFIG_HOME and PATH
 * @param executor the executor of processes
 * @param timeout the time limit of each process
 */
record Place(ScheduleKind kind, ProcessEnvironment environment, CommandExecutor executor, Duration timeout) {

    /** A shared instance, so that schedules with the same content are equal. */
    private static final CommandExecutor EXECUTOR = CommonsExecExecutor.create();

    static Place ofThisSystem() {
        return new Place(ScheduleKind.ofThisSystem(), ProcessEnvironment.inherited(), EXECUTOR, Duration.ofSeconds(30));
    }

    Place {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout must be positive: " + timeout);
        }
    }

    Place withKind(ScheduleKind changed) {
        return new Place(changed, environment, executor, timeout);
    }

    Place withEnvironment(Map<String, String> variables) {
        return new Place(kind, ProcessEnvironment.inherited().onTopOf(variables), executor, timeout);
    }

    Place withExecutor(CommandExecutor changed) {
        return new Place(kind, environment, changed, timeout);
    }

    Place withTimeout(Duration changed) {
        return new Place(kind, environment, executor, changed);
    }

    Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>(System.getenv());
        environment.applyTo(variables);
        return variables;
    }

    Path home() {
        String home = variables().getOrDefault("HOME", "");
        if (!home.startsWith("/")) {
            throw new ConfigurationException(Failure.of(
                    "HOME is not set to an absolute path, so there is no place for the files of the schedule",
                    "set HOME, or give it with environment(…)"));
        }
        return Path.of(home);
    }

    /**
     * Returns the folder of the user's settings. A relative XDG_CONFIG_HOME is ignored, as its specification demands.
     */
    Path configHome() {
        String configHome = variables().getOrDefault("XDG_CONFIG_HOME", "");
        return configHome.startsWith("/") ? Path.of(configHome) : home().resolve(".config");
    }

    Manager manager() {
        return switch (kind) {
            case SYSTEMD_USER_TIMER -> new SystemdManager(configHome());
            case LAUNCHD_AGENT -> new LaunchdManager(home());
            case NIXOS_MODULE -> new NixosManager(configHome());
        };
    }
}
