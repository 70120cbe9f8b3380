package io.github.nixadhoc.internal.maintenance;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixDialect;
import io.github.nixadhoc.internal.nix.NixOutput;
import io.github.nixadhoc.internal.store.NixJson;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Queries to Nix about the paths of a store, its roots and its garbage.
 *
 * <p>Nix cleans up while it answers a query about garbage: it removes broken links from {@code gcroots/auto}, and files
 * of ended processes from {@code temproots}. Immutable and thread-safe.
 */
final class StoreSurvey {

    private final NixJson nix;

    StoreSurvey(NixCli nix) {
        this.nix = new NixJson(nix);
    }

    /** Returns the paths that a collection would delete now. */
    List<StorePath> dead(Deadline deadline) {
        NixCall call = gcCall("--print-dead");
        NixOutput output = nix.run(call, deadline);
        return output.stdout()
                .lines()
                // The output also has locks and folders that builds left in the store.
                .filter(StorePath::isStorePath)
                .map(StorePath::parse)
                .sorted()
                .toList();
    }

    /** Returns the roots, sorted by link. */
    List<GcRootLine> roots(Deadline deadline) {
        return roots(gcCall("--print-roots"), deadline);
    }

    private List<GcRootLine> roots(NixCall call, Deadline deadline) {
        NixOutput output = nix.run(call, deadline);
        return nix.decode(
                call,
                output,
                () -> GcRootLine.read(output.stdout()).stream()
                        .sorted(Comparator.comparing(GcRootLine::link).thenComparing(GcRootLine::path))
                        .toList());
    }

    /** Returns the roots that keep at least one of some valid paths, sorted by link. */
    List<GcRootLine> rootsOf(Collection<StorePath> paths, Deadline deadline) {
        List<String> arguments = new ArrayList<>(List.of("--query", "--roots"));
        paths.forEach(path -> arguments.add(path.value()));
        return roots(new NixCall("nix-store", arguments, Phase.EXECUTE, null), deadline);
    }

    CollectorSettings settings(Deadline deadline) {
        List<String> show = dialect(deadline).hasConfigShow() ? List.of("config", "show") : List.of("show-config");
        List<String> arguments = new ArrayList<>(show);
        arguments.add("--json");
        return nix.ask(NixCall.nix(Phase.EXECUTE, arguments), deadline, CollectorSettings::read);
    }

    /** Reads the output from a file, because it has about 100 MB for a store of 100,000 paths. */
    StoreGraph graph(CollectorSettings settings, Deadline deadline) {
        List<String> arguments = new ArrayList<>(List.of("path-info", "--all"));
        arguments.addAll(dialect(deadline).pathInfoJson());
        return nix.askForFile(
                NixCall.nix(Phase.EXECUTE, arguments), "store", deadline, answer -> StoreGraph.read(answer, settings));
    }

    private NixDialect dialect(Deadline deadline) {
        return nix.installation(deadline).dialect();
    }

    private static NixCall gcCall(String question) {
        return new NixCall("nix-store", List.of("--gc", question), Phase.EXECUTE, null);
    }
}
