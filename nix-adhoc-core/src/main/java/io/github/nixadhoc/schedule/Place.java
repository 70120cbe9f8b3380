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
 * The place where a schedule is kept, and the means of calling its keeper.
 *
 * @param kind what keeps it
 * @param environment what HOME, XDG_CONFIG_HOME and PATH are taken from, and what processes see
 * @param executor what starts processes
 * @param timeout how long each of them may take
 */
record Place(ScheduleKind kind, ProcessEnvironment environment, CommandExecutor executor, Duration timeout) {

    /** One for all, so that schedules with the same content are equal. */
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
                    "HOME is not set to an absolute path, so nobody knows where the files of the schedule belong",
                    "set HOME, or give it with environment(…)"));
        }
        return Path.of(home);
    }

    /** Returns where the user's settings are; a relative XDG_CONFIG_HOME does not count, as its specification says. */
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
