package io.github.nixadhoc.internal.resolution;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.resolve.Realisation;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.internal.runtime.NixServices;
import io.github.nixadhoc.internal.singleflight.SingleFlight;
import io.github.nixadhoc.internal.singleflight.SingleFlightWaiter;
import io.github.nixadhoc.internal.store.PackageUse;
import io.github.nixadhoc.internal.store.StorePins;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Brings outputs into the store, once for all callers that need them at the same time.
 *
 * <p>Thread-safe.
 */
public final class SharedRealisations {

    private final SingleFlight<Set<String>, Held> singleFlight =
            new SingleFlight<>(held -> held.pins().close());
    private final PackageUse packageUse;

    /**
     * Creates realisations.
     *
     * @param packageUse is told which outputs are held
     */
    public SharedRealisations(PackageUse packageUse) {
        this.packageUse = packageUse;
    }

    /**
     * Brings the outputs of packages into the store, and holds them by the pins of each.
     *
     * @param packages the packages, resolved by the same Nix; each takes part until it is done
     * @param line the line of the command, for messages
     * @return the realisation, which may cover more outputs than these
     * @throws io.github.nixadhoc.error.NixException if Nix fails, or the deadline passes
     */
    public Realisation realise(List<ResolvedPackages> packages, Supplier<String> line, Deadline deadline) {
        NixServices services = packages.get(0).services();
        List<Resolution> resolutions =
                packages.stream().flatMap(each -> each.resolutions().stream()).toList();
        Set<String> needed = new HashSet<>();
        resolutions.forEach(resolution -> {
            needed.addAll(resolution.realisation());
            resolution.paths().forEach(path -> needed.add(path.value()));
        });
        SingleFlight<Set<String>, Held>.Participation participation =
                Objects.requireNonNull(new SingleFlightWaiter(line, Phase.REALISE, deadline)
                        .join(
                                singleFlight,
                                needed,
                                Set::containsAll,
                                () -> false,
                                () -> realiseAndHold(services, resolutions)));
        packages.forEach(each -> each.keep(participation));
        Realisation realisation = participation.result().realisation();
        for (ResolvedPackages each : packages) {
            List<StorePath> paths = PackageResolver.paths(realisation.completed(each.resolutions()));
            each.pins().hold(paths, deadline);
            each.pins().closeWith(() -> packageUse.released(paths));
        }
        packageUse.held(PackageResolver.paths(realisation.completed(resolutions)));
        return realisation;
    }

    private static Held realiseAndHold(NixServices services, List<Resolution> resolutions) {
        StorePins pins = new StorePins(services.view());
        try {
            return new Held(services.realiser().realise(resolutions, pins, Deadline.never()), pins);
        } catch (RuntimeException e) {
            pins.close();
            throw e;
        }
    }

    /** Stops the realisations that still run. */
    public void close() {
        singleFlight.close();
    }

    /**
     * A realisation, and the pins that hold its outputs until each caller holds those that it needs.
     *
     * @param realisation the realisation
     * @param pins the pins
     */
    private record Held(Realisation realisation, StorePins pins) {}
}
