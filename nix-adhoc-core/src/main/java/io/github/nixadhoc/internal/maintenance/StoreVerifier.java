package io.github.nixadhoc.internal.maintenance;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.store.StoreView;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StoreFinding;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.result.StoreVerification;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Verifies store paths without changing the store. ({@code nix-store --verify} would unregister the paths whose files
 * are missing.)
 *
 * <p>Immutable and thread-safe.
 */
public final class StoreVerifier {

    /** The number of paths that fits on a command line. */
    private static final int PATHS_PER_CALL = 5000;

    private final NixCli nix;
    private final StoreView view;

    /**
     * Creates a verifier.
     *
     * @param nix the Nix that verifies
     * @param view the locations of its store's files
     */
    public StoreVerifier(NixCli nix, StoreView view) {
        this.nix = nix;
        this.view = view;
    }

    /**
     * Verifies paths.
     *
     * @param requested the paths; none for all paths of the store
     * @param contents whether to compare their files with their hashes
     * @param trust whether to check their signatures
     * @param deadline when to give up
     */
    public StoreVerification verify(
            Collection<StorePath> requested, boolean contents, boolean trust, Deadline deadline) {
        Set<StorePath> paths = requested.isEmpty() ? all(deadline) : new LinkedHashSet<>(requested);
        List<StoreFinding> findings = new ArrayList<>();
        Set<StorePath> known = new LinkedHashSet<>(paths);
        if (!requested.isEmpty()) {
            for (StorePath path : invalid(paths, deadline)) {
                known.remove(path);
                findings.add(StoreFinding.Unknown.of(path));
            }
        }
        List<StorePath> missing = view.isOnThisMachine()
                ? known.stream().filter(path -> !view.isPresent(path)).toList()
                : List.of();
        missing.forEach(path -> findings.add(StoreFinding.Missing.of(path)));
        if (contents || trust) {
            Set<StorePath> readable = new LinkedHashSet<>(known);
            readable.removeAll(new HashSet<>(missing));
            List<NixCall> calls = requested.isEmpty()
                    ? List.of(call(List.of("--all"), contents, trust))
                    : calls(readable, contents, trust);
            calls.forEach(call -> findings.addAll(report(call, known, deadline)));
        }
        Set<StorePath> removed = removed(findings, deadline);
        List<StoreFinding> sorted = findings.stream()
                .filter(finding -> !requested.isEmpty() || !removed.contains(finding.path()))
                .map(finding -> removed.contains(finding.path()) ? StoreFinding.Unknown.of(finding.path()) : finding)
                .distinct()
                .sorted(Comparator.comparing(StoreFinding::path))
                .toList();
        return StoreVerification.of(requested.isEmpty() ? paths.size() - removed.size() : paths.size(), sorted);
    }

    /** Returns the paths that appear broken only because a collector has deleted them in the meantime. */
    private Set<StorePath> removed(List<StoreFinding> findings, Deadline deadline) {
        Set<StorePath> suspects = findings.stream()
                .filter(finding -> finding instanceof StoreFinding.Missing || finding instanceof StoreFinding.Unchecked)
                .map(StoreFinding::path)
                .collect(Collectors.toSet());
        return invalid(suspects, deadline);
    }

    private List<StoreFinding> report(NixCall call, Set<StorePath> paths, Deadline deadline) {
        ReportReader reader = new ReportReader(paths);
        return reader.read(
                nix.report(call.answeringInLog(), reader::isReport, deadline).log());
    }

    /**
     * {@code nix store verify} of Nix 2.8 replaces a derivation by its outputs or parses it, which can fail if the file
     * was modified. {@code nix-store --verify-path} treats it as a file, and stops at a missing one. Derivations need
     * no check of signatures, because their path depends on their content.
     */
    private static List<NixCall> calls(Set<StorePath> paths, boolean contents, boolean trust) {
        List<NixCall> calls = new ArrayList<>();
        for (List<String> chunk : chunks(values(paths, false))) {
            calls.add(call(chunk, contents, trust));
        }
        if (contents) {
            for (List<String> chunk : chunks(values(paths, true))) {
                List<String> arguments = new ArrayList<>(List.of("--verify-path"));
                arguments.addAll(chunk);
                calls.add(new NixCall("nix-store", arguments, Phase.RESOLVE, null));
            }
        }
        return calls;
    }

    private static List<String> values(Set<StorePath> paths, boolean derivations) {
        return paths.stream()
                .filter(path -> path.isDerivation() == derivations)
                .map(StorePath::value)
                .toList();
    }

    private static NixCall call(List<String> which, boolean contents, boolean trust) {
        List<String> arguments = new ArrayList<>(List.of("store", "verify"));
        if (!contents) {
            arguments.add("--no-contents");
        }
        if (!trust) {
            arguments.add("--no-trust");
        }
        arguments.addAll(which);
        return NixCall.nix(Phase.RESOLVE, arguments);
    }

    private Set<StorePath> all(Deadline deadline) {
        return paths(NixCall.nix(Phase.RESOLVE, List.of("path-info", "--all")), deadline);
    }

    private Set<StorePath> invalid(Set<StorePath> paths, Deadline deadline) {
        Set<StorePath> invalid = new HashSet<>();
        for (List<String> chunk : chunks(paths.stream().map(StorePath::value).toList())) {
            List<String> arguments = new ArrayList<>(List.of("--check-validity", "--print-invalid"));
            arguments.addAll(chunk);
            invalid.addAll(paths(new NixCall("nix-store", arguments, Phase.RESOLVE, null), deadline));
        }
        return invalid;
    }

    private Set<StorePath> paths(NixCall call, Deadline deadline) {
        return nix.run(call, deadline)
                .stdout()
                .lines()
                .map(String::strip)
                .filter(StorePath::isStorePath)
                .map(StorePath::parse)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static List<List<String>> chunks(List<String> all) {
        List<List<String>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += PATHS_PER_CALL) {
            chunks.add(all.subList(from, Math.min(all.size(), from + PATHS_PER_CALL)));
        }
        return chunks;
    }
}
