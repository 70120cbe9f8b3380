package io.github.nixadhoc.policy;

import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.StorePath;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A command as it is about to run.
 *
 * @param installables what it needs, with the flake references that bare names stand for
 * @param storePaths the outputs that it would run from, whether they are in the store yet or not
 * @param command the program and its arguments, exactly as they would be started; a program of a shell is the name that
 *     will be looked up in the PATH that the packages make. Of a pin or a prefetch, which start no program, the line of {@code nix}
 *     that does the same, {@code nix … build nixpkgs#cowsay --out-link …}
 * @param directory the working directory; empty for that of the JVM
 * @param environmentNames the names of the variables that the command sets or removes, never their values
 * @since 0.1
 */
public record PlannedCommand(
        List<Installable> installables,
        List<StorePath> storePaths,
        List<String> command,
        Optional<Path> directory,
        Set<String> environmentNames) {

    /**
     * Copies the collections.
     *
     * @param installables what it needs
     * @param storePaths the outputs that it would run from
     * @param command the program and its arguments
     * @param directory the working directory
     * @param environmentNames the names of the variables that the command sets or removes
     */
    public PlannedCommand {
        installables = List.copyOf(installables);
        storePaths = List.copyOf(storePaths);
        command = List.copyOf(command);
        environmentNames = Set.copyOf(environmentNames);
    }
}
