package io.github.nixadhoc.internal.maintenance;

import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.json.JsonValue;
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
import java.util.regex.Pattern;

/**
 * Queries to a store by {@code nix-store}. It treats a derivation like any other path, whereas {@code nix} 2.8 replaces
 * a derivation by its outputs.
 *
 * <p>Immutable and thread-safe.
 */
public final class StoreQueries {

    /** The number of paths that fits on a command line. */
    private static final int PATHS_PER_CALL = 5_000;

    private static final Pattern UNKNOWN_OUTPUT =
            Pattern.compile("output path of floating content-address", Pattern.CASE_INSENSITIVE);

    private final NixCli nix;

    /** Creates the queries. */
    public StoreQueries(NixCli nix) {
        this.nix = nix;
    }

    /** Returns those of some paths that are valid. */
    public Set<StorePath> valid(Collection<StorePath> paths, Deadline deadline) {
        Set<StorePath> valid = new LinkedHashSet<>(paths);
        valid.removeAll(query(List.of("--check-validity", "--print-invalid"), paths, deadline));
        return valid;
    }

    /** Returns valid paths and all their dependencies, each path after its dependencies. */
    public Set<StorePath> requisites(Collection<StorePath> paths, Deadline deadline) {
        return query(List.of("--query", "--requisites"), paths, deadline);
    }

    /** Returns valid paths, all their dependencies, and the valid outputs of all derivations among them. */
    public Set<StorePath> requisitesAndOutputs(Collection<StorePath> paths, Deadline deadline) {
        return query(List.of("--query", "--requisites", "--include-outputs"), paths, deadline);
    }

    /**
     * Returns the outputs of valid derivations. The outputs need not be valid. Those whose paths depend on their content are
     * known only if they have been built.
     */
    public Set<StorePath> outputs(Collection<StorePath> derivations, Deadline deadline) {
        try {
            return query(List.of("--query", "--outputs"), derivations, deadline);
        } catch (StoreUnavailableException e) {
            if (!UNKNOWN_OUTPUT.matcher(e.shortMessage()).find()) {
                throw e;
            }
            return knownOutputs(List.copyOf(derivations), deadline);
        }
    }

    private Set<StorePath> knownOutputs(List<StorePath> derivations, Deadline deadline) {
        String all = nix.installation(deadline).dialect().selectsOutputs() ? "^*" : "";
        Set<StorePath> outputs = new LinkedHashSet<>();
        for (int start = 0; start < derivations.size(); start += PATHS_PER_CALL) {
            List<String> arguments = new ArrayList<>(List.of("build", "--no-link", "--dry-run", "--json"));
            derivations
                    .subList(start, Math.min(derivations.size(), start + PATHS_PER_CALL))
                    .forEach(derivation -> arguments.add(derivation.value() + all));
            NixCall call = NixCall.nix(Phase.EXECUTE, arguments);
            for (JsonValue built :
                    JsonValue.parse(nix.run(call, deadline).stdout()).items()) {
                for (JsonValue output : built.get("outputs").members().values()) {
                    if (!output.isNull()) {
                        outputs.add(output.storePath());
                    }
                }
            }
        }
        return outputs;
    }

    /** Returns the derivations that built the given valid paths, as far as Nix knows. They need not be valid. */
    public Set<StorePath> derivers(Collection<StorePath> paths, Deadline deadline) {
        return query(List.of("--query", "--deriver"), paths, deadline);
    }

    /** Returns valid paths and all paths that depend on them. */
    public Set<StorePath> referrersClosure(Collection<StorePath> paths, Deadline deadline) {
        return query(List.of("--query", "--referrers-closure"), paths, deadline);
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

    private Set<StorePath> query(List<String> query, Collection<StorePath> paths, Deadline deadline) {
        Set<StorePath> answer = new LinkedHashSet<>();
        for (String line : lines(query, paths, deadline)) {
            // Nix prints unknown-deriver for an unknown deriver.
            if (StorePath.isStorePath(line)) {
                answer.add(StorePath.parse(line));
            }
        }
        return answer;
    }

    private List<String> lines(List<String> query, Collection<StorePath> paths, Deadline deadline) {
        List<StorePath> all = List.copyOf(paths);
        List<String> lines = new ArrayList<>();
        for (int start = 0; start < all.size(); start += PATHS_PER_CALL) {
            List<String> arguments = new ArrayList<>(query);
            all.subList(start, Math.min(all.size(), start + PATHS_PER_CALL))
                    .forEach(path -> arguments.add(path.value()));
            NixCall call = new NixCall("nix-store", arguments, Phase.EXECUTE, null);
            nix.run(call, deadline).stdout().lines().forEach(lines::add);
        }
        return lines;
    }
}
