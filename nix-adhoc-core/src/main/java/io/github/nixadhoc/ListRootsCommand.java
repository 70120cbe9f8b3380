package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.run.CommandLineRenderer;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.model.GcRoot;
import io.github.nixadhoc.model.StorePath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists the roots that keep paths in the store, as {@code nix-store --gc --print-roots} and {@code nix-store --query
 * --roots} do, with the size of what each keeps.
 *
 * <pre>{@code
 * List<GcRoot> roots = Nix.listRoots().execute();
 * }</pre>
 *
 * <p>Running programs are roots, too. {@link StoreUsageCommand} tells roots together with the garbage, and takes longer.
 * {@link PathInfoCommand} lists the paths that a root keeps: give it {@link GcRoot#path()}.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class ListRootsCommand extends NixOperation<List<GcRoot>, ListRootsCommand> {

    private final List<StorePath> paths;

    ListRootsCommand(Engine engine, @Nullable Duration timeout, List<StorePath> paths) {
        super(engine, timeout);
        this.paths = List.copyOf(paths);
    }

    /**
     * Lists only the roots that keep at least one of some paths, by themselves or by what they depend on.
     *
     * @param paths the paths; one that is not in the store has no roots
     * @return the changed copy
     * @throws IllegalArgumentException if there is none
     */
    public ListRootsCommand keeping(StorePath... paths) {
        return new ListRootsCommand(engine(), timeLimit(), StoreVerifyCommand.requireSome(List.of(paths)));
    }

    @Override
    ListRootsCommand copy(Engine engine, @Nullable Duration timeout) {
        return new ListRootsCommand(engine, timeout, paths);
    }

    /**
     * {@inheritDoc}
     *
     * @return the roots, sorted by link
     */
    @Override
    public List<GcRoot> execute() {
        return super.execute();
    }

    @Override
    List<GcRoot> perform(NixRuntime nix, Deadline deadline) {
        return nix.usageSurvey(deadline).roots(paths, deadline);
    }

    @Override
    List<String> nixWords(CommandLineRenderer renderer) {
        return renderer.toolWords("nix-store");
    }

    @Override
    List<String> nixArguments(CommandLineRenderer renderer) {
        if (paths.isEmpty()) {
            return List.of("--gc", "--print-roots");
        }
        List<String> arguments = new ArrayList<>(List.of("--query", "--roots"));
        paths.forEach(path -> arguments.add(path.value()));
        return arguments;
    }

    @Override
    Object content() {
        return paths;
    }
}
