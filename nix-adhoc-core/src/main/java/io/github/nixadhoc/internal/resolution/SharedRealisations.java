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
 * Brings outputs into the store, once for all who need them at the same time.
 *
 * <p>Thread-safe.
 */
public final class SharedRealisations {

    /**
     * What is in the store and held there.
     *
     * @param realisation what is there
     * @param pins what holds it for as long as anybody needs it who does not hold it himself
     */
    private record Held(Realisation realisation, StorePins pins) {}

    private final SingleFlight<Set<String>, Held> flights =
            new SingleFlight<>(held -> held.pins().close());

    private final PackageUse use;

    /**
     * Makes realisations.
     *
     * @param use is told what is held
     */
    public SharedRealisations(PackageUse use) {
        this.use = use;
    }

    /**
     * Brings what answers name into the store, and holds it by the pins of each.
     *
     * @param answers the answers of one Nix; each takes part until it is done
     * @param line the line of the command, for messages
     * @return what is in the store now; it may be more than what the answers name
     * @throws io.github.nixadhoc.error.NixException if Nix fails, or the deadline passes
     */
    public Realisation realise(List<ResolvedPackages> answers, Supplier<String> line, Deadline deadline) {
        NixServices tools = answers.get(0).tools();
        List<Resolution> resolutions = answers.stream()
                .flatMap(answer -> answer.resolutions().stream())
                .toList();
        Set<String> wanted = new HashSet<>();
        resolutions.forEach(resolution -> {
            wanted.addAll(resolution.realisation());
            resolution.paths().forEach(path -> wanted.add(path.value()));
        });
        SingleFlight<Set<String>, Held>.Participation seat =
                Objects.requireNonNull(new SingleFlightWaiter(line, Phase.REALISE, deadline)
                        .join(flights, wanted, Set::containsAll, () -> false, () -> held(tools, resolutions)));
        answers.forEach(answer -> answer.keep(seat));
        for (ResolvedPackages answer : answers) {
            List<StorePath> paths = PackageResolver.paths(answer.resolutions());
            answer.pins().hold(paths, deadline);
            answer.pins().closeWith(() -> use.released(paths));
        }
        use.held(PackageResolver.paths(resolutions));
        return seat.result().realisation();
    }

    private static Held held(NixServices tools, List<Resolution> resolutions) {
        StorePins pins = new StorePins(tools.view());
        try {
            return new Held(tools.realiser().realise(resolutions, pins, Deadline.never()), pins);
        } catch (RuntimeException e) {
            pins.close();
            throw e;
        }
    }

    public void close() {
        flights.close();
    }
}
