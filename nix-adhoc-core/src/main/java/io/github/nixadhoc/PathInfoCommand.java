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
 * Asks what packages occupy with all they depend on, as {@code nix path-info --recursive --size --closure-size} does.
 *
 * <pre>{@code
 * Closure size = Nix.pathInfo("ffmpeg").execute();
 * }</pre>
 *
 * <p>A package that is not in the store is no error, {@link Closure#missing()} tells; it is neither built nor downloaded.
 * Flakes are fetched and evaluated, which builds where one imports from a derivation; so the client's policy is asked before
 * whether Nix may look at them ({@link io.github.nixadhoc.policy.CommandPolicy#admit}).
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
     * Returns what is asked about.
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
    Path startsIn() {
        return directory;
    }

    @Override
    PathInfoCommand on(Engine other) {
        return new PathInfoCommand(other, timeLimit(), installables, directory);
    }

    @Override
    PathInfoCommand with(@Nullable Duration changedTimeout) {
        return new PathInfoCommand(engine(), changedTimeout, installables, directory);
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
