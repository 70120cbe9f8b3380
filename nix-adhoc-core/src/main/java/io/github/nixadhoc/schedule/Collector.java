package io.github.nixadhoc.schedule;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixNotInstalledException;
import io.github.nixadhoc.internal.nix.NixLocator;
import io.github.nixadhoc.internal.text.ShellQuoting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The command that a schedule runs.
 *
 * @param program the {@code nix-collect-garbage}, absolute; null to look for it
 * @param arguments its arguments, which are options and numbers
 */
record Collector(@Nullable Path program, List<String> arguments) {

    private static final String NAME = "nix-collect-garbage";

    static final Collector OF_PATHS_ONLY = new Collector(null, List.of());

    Collector {
        arguments = List.copyOf(arguments);
    }

    Collector deletingOldGenerations() {
        return new Collector(program, List.of("--delete-old"));
    }

    Collector deletingGenerationsOlderThan(Duration age) {
        // Nix reads a number of days and nothing else, and would take 0 days for all but the current one.
        if (age.isNegative() || age.isZero() || !age.equals(Duration.ofDays(age.toDays()))) {
            throw new IllegalArgumentException("Nix knows the age of generations in whole days, at least one: " + age);
        }
        return new Collector(program, List.of("--delete-older-than", age.toDays() + "d"));
    }

    Collector by(Path changed) {
        Path absolute = changed.toAbsolutePath();
        if (absolute.toString().chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("no service manager takes a path with control characters");
        }
        return new Collector(absolute, arguments);
    }

    Collector locatedIn(Map<String, String> environment) {
        return program != null ? this : by(NixLocator.locateDurable(environment, NAME));
    }

    /** Returns the program of a collector that has been located. */
    Path located() {
        if (program == null) {
            throw new IllegalStateException("not located");
        }
        return program;
    }

    void requireExecutable() {
        if (!Files.isExecutable(located())) {
            throw new NixNotInstalledException(Failure.of(
                    located() + ", which was given as the nix-collect-garbage to use, is no program",
                    "give the path of a nix-collect-garbage, or none to have it looked for"));
        }
    }

    @Override
    public String toString() {
        List<String> command = new ArrayList<>(List.of(Objects.toString(program, NAME)));
        command.addAll(arguments);
        return ShellQuoting.quote(command);
    }
}
