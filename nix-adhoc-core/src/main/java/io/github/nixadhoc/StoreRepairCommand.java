package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.maintenance.StoreRepairer;
import io.github.nixadhoc.internal.maintenance.StoreVerifier;
import io.github.nixadhoc.internal.run.CommandLineRenderer;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.model.StoreFinding;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.result.StoreRepair;
import io.github.nixadhoc.result.StoreVerification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Repairs the damaged paths of the store by a new download or build, as {@code nix-store --verify --check-contents
 * --repair} and {@code nix store repair} do.
 *
 * <pre>{@code
 * StoreRepair repair = Nix.repairStore().execute();
 * }</pre>
 *
 * <p>Checks the store first, as {@link StoreVerifyCommand} does with contents, and checks each damaged path again after
 * its repair. A path that cannot be repaired is part of the result, not an exception. While Nix replaces a path, a
 * program that runs from it may miss a file for a moment.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class StoreRepairCommand extends NixOperation<StoreRepair, StoreRepairCommand> {

    private final List<StorePath> paths;

    StoreRepairCommand(Engine engine, @Nullable Duration timeout, List<StorePath> paths) {
        super(engine, timeout);
        this.paths = List.copyOf(paths);
    }

    /**
     * Repairs these paths only, instead of the whole store, and not the paths that they depend on.
     *
     * @param paths the paths; one that is not in the store is a failure
     * @return the changed copy
     * @throws IllegalArgumentException if there is none
     */
    public StoreRepairCommand paths(StorePath... paths) {
        return paths(List.of(paths));
    }

    /**
     * Repairs these paths only, instead of the whole store, and not the paths that they depend on. A verification tells
     * the {@link StoreVerification#damaged() damaged} ones.
     *
     * @param paths the paths, copied; one that is not in the store is a failure
     * @return the changed copy
     * @throws IllegalArgumentException if there is none
     */
    public StoreRepairCommand paths(List<StorePath> paths) {
        return new StoreRepairCommand(engine(), timeLimit(), StoreVerifyCommand.requireSome(paths));
    }

    @Override
    StoreRepairCommand copy(Engine engine, @Nullable Duration timeout) {
        return new StoreRepairCommand(engine, timeout, paths);
    }

    /**
     * {@inheritDoc}
     *
     * @return the paths that were repaired, and those that could not be
     * @throws io.github.nixadhoc.error.StoreUnavailableException if a path is damaged and a daemon serves the store:
     *     Nix refuses repairs through a daemon (2.8 to 2.34); the hint says what to do
     */
    @Override
    public StoreRepair execute() {
        return super.execute();
    }

    @Override
    StoreRepair perform(NixRuntime nix, Deadline deadline) {
        StoreVerifier verifier =
                new StoreVerifier(nix.cli(), nix.services(deadline).view());
        StoreVerification before = verifier.verify(paths, true, false, deadline);
        List<StoreFinding> damages =
                before.findings().stream().filter(StoreFinding::isDamage).toList();
        Map<StoreFinding, String> failures = new StoreRepairer(nix.cli(), verifier).repair(damages, deadline);
        List<StoreRepair.Failure> left = new ArrayList<>();
        for (StoreFinding finding : before.findings()) {
            if (finding instanceof StoreFinding.Unknown) {
                left.add(StoreRepair.Failure.of(finding, "a repair brings back only what has been in the store"));
            } else if (finding instanceof StoreFinding.Unchecked) {
                left.add(StoreRepair.Failure.of(finding, "whether it is damaged is not known"));
            } else if (failures.containsKey(finding)) {
                left.add(StoreRepair.Failure.of(finding, failures.get(finding)));
            }
        }
        return StoreRepair.of(
                before.pathsChecked(),
                damages.stream()
                        .filter(damage -> !failures.containsKey(damage))
                        .map(StoreFinding::path)
                        .toList(),
                left);
    }

    /** Returns the words of {@code nix-store} for the whole store: {@code nix store repair} takes paths only. */
    @Override
    List<String> nixWords(CommandLineRenderer renderer) {
        return paths.isEmpty() ? renderer.toolWords("nix-store") : super.nixWords(renderer);
    }

    @Override
    List<String> nixArguments(CommandLineRenderer renderer) {
        if (paths.isEmpty()) {
            return List.of("--verify", "--check-contents", "--repair");
        }
        List<String> arguments = new ArrayList<>(List.of("store", "repair"));
        paths.forEach(path -> arguments.add(path.value()));
        return arguments;
    }

    @Override
    Object content() {
        return paths;
    }
}
