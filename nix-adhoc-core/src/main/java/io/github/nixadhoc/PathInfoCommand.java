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
public final class PathInfoCommand extends EvaluatingOperation<Closure, PathInfoCommand> {

    private final List<Installable> installables;

    PathInfoCommand(
            Engine engine, @Nullable Duration timeout, List<Installable> installables, @Nullable Path directory) {
        super(engine, timeout, directory);
        this.installables = List.copyOf(installables);
    }

    /**
     * Returns the packages.
     *
     * @return the installables as they were given
     */
    public List<Installable> installables() {
        return installables;
    }

    @Override
    PathInfoCommand copy(Engine engine, @Nullable Duration timeout, @Nullable Path directory) {
        return new PathInfoCommand(engine, timeout, installables, directory);
    }

    @Override
    Closure perform(NixRuntime nix, Deadline deadline) {
        return new ClosureQuery(installables, startDirectory(), this::toShellCommand).perform(nix, deadline);
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
        return installables;
    }
}
