package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.ClosureQuery;
import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.run.CommandLineRenderer;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.result.Closure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells the size of packages with all that they depend on, as {@code nix path-info --recursive --size --closure-size}
 * does.
 *
 * <pre>{@code
 * Closure size = Nix.pathInfo("ffmpeg").execute();
 * }</pre>
 *
 * <p>A package that is not in the store is neither built nor downloaded, and is no error, see {@link
 * Closure#missing()}. Flakes are fetched and evaluated, and an evaluation builds if it imports from a derivation. So
 * the client's policy is asked before whether Nix may evaluate them ({@link
 * io.github.nixadhoc.policy.CommandPolicy#admit}).
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class PathInfoCommand extends NixOperation<Closure, PathInfoCommand> {

    private final List<Installable> installables;
    private final @Nullable Path directory;

    PathInfoCommand(
            Engine engine, @Nullable Duration timeout, List<Installable> installables, @Nullable Path directory) {
        super(engine, timeout);
        this.installables = List.copyOf(installables);
        this.directory = directory;
    }

    /**
     * Returns the packages.
     *
     * @return the installables as they were given
     */
    public List<Installable> installables() {
        return installables;
    }

    /**
     * Sets where relative flake references ({@code .#tool}) start from; the directory of the JVM unless set.
     *
     * @param directory the directory; it must exist when the command runs
     * @return the changed copy
     */
    public PathInfoCommand directory(Path directory) {
        return new PathInfoCommand(engine(), timeLimit(), installables, directory.toAbsolutePath());
    }

    @Override
    @Nullable
    Path startDirectory() {
        return directory;
    }

    @Override
    PathInfoCommand copy(Engine engine, @Nullable Duration timeout) {
        return new PathInfoCommand(engine, timeout, installables, directory);
    }

    @Override
    Closure perform(NixRuntime nix, Deadline deadline) {
        return new ClosureQuery(installables, directory, this::toShellCommand).perform(nix, deadline);
    }

    @Override
    List<String> nixWords(CommandLineRenderer renderer) {
        List<String> words = new ArrayList<>(renderer.installables(installables).variables());
        words.addAll(super.nixWords(renderer));
        return words;
    }

    @Override
    List<String> nixArguments(CommandLineRenderer renderer) {
        List<String> arguments = new ArrayList<>(List.of("path-info", "--recursive", "--size", "--closure-size"));
        arguments.addAll(renderer.installables(installables).words());
        return arguments;
    }

    @Override
    Object content() {
        return Arrays.asList(installables, directory);
    }
}
