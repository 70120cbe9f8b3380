package io.github.nixadhoc.internal.maintenance;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixDialect;
import io.github.nixadhoc.internal.nix.NixOutput;
import io.github.nixadhoc.internal.store.NixJson;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Asks Nix what is in a store, what keeps it there, and what nothing keeps.
 *
 * <p>Nix cleans up after itself when it is asked what is garbage: it removes the links in {@code gcroots/auto} that lead
 * nowhere, and the files in {@code temproots} of processes that have ended. Immutable and thread-safe.
 */
final class StoreSurvey {

    private final NixJson nix;

    StoreSurvey(NixCli nix) {
        this.nix = new NixJson(nix);
    }

    /** Returns what a collection would delete now. */
    List<StorePath> dead(Deadline deadline) {
        NixCall call = ofStore("--print-dead");
        NixOutput output = nix.run(call, deadline);
        return output.stdout()
                .lines()
                // also the locks and folders that builds have left beside the store paths
                .filter(StorePath::isStorePath)
                .map(StorePath::parse)
                .sorted()
                .toList();
    }

    /** Returns what keeps something from being collected, sorted by link. */
    List<GcRootLine> roots(Deadline deadline) {
        NixCall call = ofStore("--print-roots");
        NixOutput output = nix.run(call, deadline);
        return nix.told(
                call,
                output,
                () -> GcRootLine.read(output.stdout()).stream()
                        .sorted(Comparator.comparing(GcRootLine::link).thenComparing(GcRootLine::path))
                        .toList());
    }

    CollectorSettings settings(Deadline deadline) {
        List<String> show = dialect(deadline).hasConfigShow() ? List.of("config", "show") : List.of("show-config");
        List<String> arguments = new ArrayList<>(show);
        arguments.add("--json");
        return nix.ask(NixCall.nix(Phase.EXECUTE, arguments), deadline, CollectorSettings::read);
    }

    /** The answer for a store of 100,000 paths has 100 MB or so, which are read from a file rather than kept. */
    StoreGraph graph(CollectorSettings settings, Deadline deadline) {
        List<String> arguments = new ArrayList<>(List.of("path-info", "--all"));
        arguments.addAll(dialect(deadline).pathInfoJson());
        NixCall call = NixCall.nix(Phase.EXECUTE, arguments);
        try {
            Path file = Files.createTempFile("nix-adhoc-store-", ".json");
            try {
                NixOutput output = nix.run(call.answeringInFile(file), deadline);
                return nix.told(call, output, () -> read(file, settings));
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            StoreUnavailableException failure = new StoreUnavailableException(Failure.of(
                    "Nix's answer could not be kept in a temporary file: " + e, "make room in java.io.tmpdir"));
            failure.initCause(e);
            throw failure;
        }
    }

    private static StoreGraph read(Path file, CollectorSettings settings) {
        try (InputStream answer = Files.newInputStream(file)) {
            return StoreGraph.read(answer, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private NixDialect dialect(Deadline deadline) {
        return nix.installation(deadline).dialect();
    }

    private static NixCall ofStore(String question) {
        return new NixCall("nix-store", List.of("--gc", question), Phase.EXECUTE, null);
    }
}
