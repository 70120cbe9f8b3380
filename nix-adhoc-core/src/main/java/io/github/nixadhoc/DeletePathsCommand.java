package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.maintenance.PathDeletion;
import io.github.nixadhoc.internal.run.CommandLineRenderer;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.policy.HostChange;
import io.github.nixadhoc.result.GarbageResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deletes given paths from the store, as {@code nix-store --delete} does.
 *
 * <pre>{@code
 * Nix.deletePaths(Nix.run("cowsay").plan().storePaths()).execute();
 * }</pre>
 *
 * <p>Deletes all of the paths or none: if a root, a running program or a path outside of the request needs one of them, none
 * is deleted. What they depend on stays. A path that is not in the store is no failure. A policy of the client denies this
 * unless it allows the change, see {@link io.github.nixadhoc.policy.CommandPolicy#permit}.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class DeletePathsCommand extends NixOperation<GarbageResult, DeletePathsCommand> {

    private final List<StorePath> paths;

    DeletePathsCommand(Engine engine, @Nullable Duration timeout, List<StorePath> paths) {
        super(engine, timeout);
        this.paths = List.copyOf(paths);
    }

    static DeletePathsCommand of(Engine engine, List<StorePath> paths) {
        return new DeletePathsCommand(
                engine,
                null,
                StoreVerifyCommand.requireSome(paths).stream().distinct().toList());
    }

    @Override
    DeletePathsCommand copy(Engine engine, @Nullable Duration timeout) {
        return new DeletePathsCommand(engine, timeout, paths);
    }

    /**
     * {@inheritDoc}
     *
     * @return the paths that were in the store and are deleted, and what that freed
     * @throws io.github.nixadhoc.error.PathInUseException if one of them is needed; the exception names the roots
     * @throws io.github.nixadhoc.error.CommandDeniedException if the policy denies the change
     */
    @Override
    public GarbageResult execute() {
        return super.execute();
    }

    @Override
    GarbageResult perform(NixRuntime nix, Deadline deadline) {
        List<String> items = paths.stream().map(StorePath::value).toList();
        nix.policyGate()
                .permit(
                        HostChange.of(HostChange.Kind.DELETE_PATHS, "", items, words(engine().renderer())),
                        this::toShellCommand,
                        deadline);
        PathDeletion.Deleted deleted =
                new PathDeletion(nix.cli(), nix.services(deadline).view()).deleteAll(paths, deadline);
        return GarbageResult.of(List.copyOf(deleted.paths()), deleted.freed(), false, List.of());
    }

    private List<String> words(CommandLineRenderer renderer) {
        List<String> words = new ArrayList<>(nixWords(renderer));
        words.addAll(nixArguments(renderer));
        return words;
    }

    /** Returns the words of {@code nix-store}: {@code nix store delete} of Nix 2.8 takes a derivation for its outputs. */
    @Override
    List<String> nixWords(CommandLineRenderer renderer) {
        return renderer.toolWords("nix-store");
    }

    @Override
    List<String> nixArguments(CommandLineRenderer renderer) {
        List<String> arguments = new ArrayList<>(List.of("--delete"));
        paths.forEach(path -> arguments.add(path.value()));
        return arguments;
    }

    @Override
    Object content() {
        return paths;
    }
}
