package io.github.nixadhoc.internal.maintenance;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixOutput;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StoreFinding;
import io.github.nixadhoc.model.StorePath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Repairs damaged paths: Nix builds or downloads them again.
 *
 * <p>Immutable and thread-safe.
 */
public final class StoreRepairer {

    private final NixCli nix;
    private final StoreVerifier verifier;

    /**
     * Creates a repairer.
     *
     * @param nix the Nix that repairs
     * @param verifier the verifier that checks the result
     */
    public StoreRepairer(NixCli nix, StoreVerifier verifier) {
        this.nix = nix;
        this.verifier = verifier;
    }

    /**
     * Repairs paths one after the other.
     *
     * @param damages the damaged paths
     * @param deadline when to give up
     * @return the reasons of those that are still damaged
     * @throws StoreUnavailableException if the store does not support repairs
     */
    public Map<StoreFinding, String> repair(List<StoreFinding> damages, Deadline deadline) {
        Map<StoreFinding, String> failures = new LinkedHashMap<>();
        if (damages.isEmpty()) {
            return failures;
        }
        Map<StoreFinding, String> reasons = new LinkedHashMap<>();
        for (StoreFinding damage : damages) {
            repair(damage.path(), deadline).ifPresent(reason -> reasons.put(damage, reason));
        }
        List<StorePath> stillDamaged = verifier.verify(
                        damages.stream().map(StoreFinding::path).toList(), true, false, deadline)
                .damaged();
        for (StoreFinding damage : damages) {
            if (stillDamaged.contains(damage.path())) {
                failures.put(damage, reasons.getOrDefault(damage, "Nix has not said why"));
            }
        }
        return failures;
    }

    private Optional<String> repair(StorePath path, Deadline deadline) {
        try {
            NixOutput unused = nix.run(
                    new NixCall("nix-store", List.of("--repair-path", path.value()), Phase.REALISE, null), deadline);
            return Optional.empty();
        } catch (CancelledException | TimedOutException e) {
            throw e;
        } catch (NixException e) {
            if (e.shortMessage().contains("'repairPath' is not supported")) {
                throw unsupported(e);
            }
            return Optional.of(e.shortMessage());
        }
    }

    private static StoreUnavailableException unsupported(NixException e) {
        StoreUnavailableException failure = new StoreUnavailableException(Failure.of(
                "the store is damaged, and Nix repairs single paths only where no daemon is in between: "
                        + e.shortMessage(),
                e.command(),
                e.phase().orElse(null),
                e.log(),
                "run as root: sudo nix-store --verify --check-contents --repair"));
        failure.initCause(e);
        return failure;
    }
}
