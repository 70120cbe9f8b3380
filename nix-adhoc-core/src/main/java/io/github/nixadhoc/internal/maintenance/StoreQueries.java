package io.github.nixadhoc.internal.maintenance;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks a store for paths by {@code nix-store}, to which a derivation is a path like others; to {@code nix} of 2.8 it is what
 * it makes.
 *
 * <p>Immutable and thread-safe.
 */
public final class StoreQueries {

    /** What fits on a command line. */
    private static final int BATCH = 5_000;

    private final NixCli nix;

    /** Creates the queries. */
    public StoreQueries(NixCli nix) {
        this.nix = nix;
    }

    /** Returns which of some paths are valid. */
    public Set<StorePath> valid(Collection<StorePath> paths, Deadline deadline) {
        Set<StorePath> valid = new LinkedHashSet<>(paths);
        valid.removeAll(ask(List.of("--check-validity", "--print-invalid"), paths, deadline));
        return valid;
    }

    /** Returns valid paths with all that they need, what is needed first. */
    public Set<StorePath> requisites(Collection<StorePath> paths, Deadline deadline) {
        return ask(List.of("--query", "--requisites"), paths, deadline);
    }

    /** … and with those outputs that are in the store of all derivations among them. */
    public Set<StorePath> requisitesAndOutputs(Collection<StorePath> paths, Deadline deadline) {
        return ask(List.of("--query", "--requisites", "--include-outputs"), paths, deadline);
    }

    /** Returns the outputs of valid derivations; they need not be valid. */
    public Set<StorePath> outputs(Collection<StorePath> derivations, Deadline deadline) {
        return ask(List.of("--query", "--outputs"), derivations, deadline);
    }

    /** Returns the derivations that valid paths were made by, as far as Nix knows; they need not be valid. */
    public Set<StorePath> derivers(Collection<StorePath> paths, Deadline deadline) {
        return ask(List.of("--query", "--deriver"), paths, deadline);
    }

    /** Returns valid paths with all that need them. */
    public Set<StorePath> referrersClosure(Collection<StorePath> paths, Deadline deadline) {
        return ask(List.of("--query", "--referrers-closure"), paths, deadline);
    }

    /** Returns the NAR sizes of valid paths. */
    public Map<StorePath, Long> sizes(Collection<StorePath> paths, Deadline deadline) {
        Map<StorePath, Long> sizes = new HashMap<>();
        List<StorePath> all = List.copyOf(paths);
        List<String> lines = lines(List.of("--query", "--size"), all, deadline);
        for (int i = 0; i < Math.min(all.size(), lines.size()); i++) {
            sizes.put(all.get(i), Long.parseLong(lines.get(i).strip()));
        }
        return sizes;
    }

    private Set<StorePath> ask(List<String> question, Collection<StorePath> paths, Deadline deadline) {
        Set<StorePath> answer = new LinkedHashSet<>();
        for (String line : lines(question, paths, deadline)) {
            // Nix answers a deriver that it does not know by the words unknown-deriver
            if (StorePath.isStorePath(line)) {
                answer.add(StorePath.parse(line));
            }
        }
        return answer;
    }

    private List<String> lines(List<String> question, Collection<StorePath> paths, Deadline deadline) {
        List<StorePath> all = List.copyOf(paths);
        List<String> lines = new ArrayList<>();
        for (int start = 0; start < all.size(); start += BATCH) {
            List<String> arguments = new ArrayList<>(question);
            all.subList(start, Math.min(all.size(), start + BATCH)).forEach(path -> arguments.add(path.value()));
            NixCall call = new NixCall("nix-store", arguments, Phase.EXECUTE, null);
            nix.run(call, deadline).stdout().lines().forEach(lines::add);
        }
        return lines;
    }
}
