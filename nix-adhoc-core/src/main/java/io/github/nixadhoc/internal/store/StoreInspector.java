package io.github.nixadhoc.internal.store;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.StorePathInfo;
import io.github.nixadhoc.result.StoreInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Read-only queries to a store.
 *
 * <p>Immutable and thread-safe.
 */
public final class StoreInspector {

    private final NixJson nix;

    /**
     * Creates an inspector.
     *
     * @param nix the Nix that answers
     */
    public StoreInspector(NixCli nix) {
        this.nix = new NixJson(nix);
    }

    /** Returns the facts about the store itself. */
    public StoreInfo store(Deadline deadline) {
        if (nix.installation(deadline).dialect().hasStoreInfo()) {
            return nix.ask(call(List.of("store", "info", "--json")), deadline, StoreFactsReader::read);
        }
        NixCall ping = call(List.of("store", "ping")).answeringInLog();
        return nix.readLog(ping, nix.run(ping, deadline), StoreFactsReader::read);
    }

    /** Returns those of the given paths that are valid. */
    public Set<StorePath> valid(Collection<StorePath> paths, Deadline deadline) {
        if (paths.isEmpty()) {
            return Set.of();
        }
        return nix.ask(
                pathInfo(List.of(), paths, deadline),
                deadline,
                answer -> PathInfoReader.entries(answer).stream()
                        .map(PathInfoReader.Entry::path)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /**
     * Returns valid paths and all their dependencies.
     *
     * @param paths the paths, all of which are valid
     * @param deadline when to give up
     */
    public List<StorePathInfo> closure(Collection<StorePath> paths, Deadline deadline) {
        if (paths.isEmpty()) {
            return List.of();
        }
        return nix.ask(
                pathInfo(List.of("--recursive", "--closure-size"), paths, deadline), deadline, ClosureReader::read);
    }

    private NixCall pathInfo(List<String> flags, Collection<StorePath> paths, Deadline deadline) {
        List<String> arguments = new ArrayList<>(List.of("path-info"));
        arguments.addAll(flags);
        arguments.addAll(nix.installation(deadline).dialect().pathInfoJson());
        paths.stream().sorted().forEach(path -> arguments.add(path.value()));
        return call(arguments);
    }

    private static NixCall call(List<String> arguments) {
        return NixCall.nix(Phase.RESOLVE, arguments);
    }
}
