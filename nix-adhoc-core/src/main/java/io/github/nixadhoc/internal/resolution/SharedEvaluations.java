package io.github.nixadhoc.internal.resolution;

import io.github.nixadhoc.internal.cache.ResolutionCache;
import io.github.nixadhoc.internal.cache.SourceSnapshot;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.internal.runtime.NixServices;
import io.github.nixadhoc.internal.singleflight.SingleFlight;
import io.github.nixadhoc.internal.singleflight.SingleFlightWaiter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates packages, once for all callers that ask for the same at the same time.
 *
 * <p>Thread-safe.
 */
final class SharedEvaluations {

    private final NixRuntime nix;
    private final ResolutionCache cache;
    private final SingleFlight<Map<String, SourceSnapshot>, ResolutionBatch> singleFlight =
            new SingleFlight<>(unneeded -> {});

    SharedEvaluations(NixRuntime nix, ResolutionCache cache) {
        this.nix = nix;
        this.cache = cache;
    }

    /**
     * Evaluates, or joins an evaluation under way that covers all requests.
     *
     * @throws io.github.nixadhoc.error.NixException if Nix fails, or the deadline passes
     */
    Evaluation evaluate(
            List<ResolutionRequest> requests, Evaluator evaluator, FailureContext context, Deadline deadline) {
        return Objects.requireNonNull(evaluateUnless(() -> false, requests, evaluator, context, deadline));
    }

    /**
     * Evaluates as {@link #evaluate} does, unless the result is known before an evaluation begins.
     *
     * @param isKnown returns true if another caller has left the result in the cache meanwhile
     * @return null if the result is known
     * @throws io.github.nixadhoc.error.NixException if Nix fails, or the deadline passes
     */
    @Nullable
    Evaluation evaluateUnless(
            BooleanSupplier isKnown,
            List<ResolutionRequest> requests,
            Evaluator evaluator,
            FailureContext context,
            Deadline deadline) {
        Map<String, SourceSnapshot> snapshots = new HashMap<>();
        Evaluator explaining =
                (services, until) -> ResolutionRequest.explaining(requests, () -> evaluator.evaluate(services, until));
        for (ResolutionRequest request : requests) {
            SourceSnapshot observation = request.observation();
            if (observation == null) {
                // Without a snapshot nobody can tell that another caller asks for the same, so this is not shared.
                NixServices services = nix.services(deadline);
                return new Evaluation(
                        new ResolutionBatch(services, context.around(() -> explaining.evaluate(services, deadline))),
                        null);
            }
            snapshots.put(request.id(), observation);
        }
        SingleFlightWaiter waiter = new SingleFlightWaiter(context.line(), context.phase(), deadline);
        return context.around(() -> {
            SingleFlight<Map<String, SourceSnapshot>, ResolutionBatch>.Participation participation =
                    waiter.join(singleFlight, snapshots, this::covers, isKnown, () -> {
                        NixServices services = nix.services(Deadline.never());
                        return new ResolutionBatch(services, explaining.evaluate(services, Deadline.never()));
                    });
            return participation == null ? null : new Evaluation(participation.result(), participation);
        });
    }

    private boolean covers(Map<String, SourceSnapshot> underWay, Map<String, SourceSnapshot> requested) {
        for (Map.Entry<String, SourceSnapshot> request : requested.entrySet()) {
            SourceSnapshot observation = underWay.get(request.getKey());
            if (observation == null || !cache.isSame(observation, request.getValue())) {
                return false;
            }
        }
        return true;
    }

    void close() {
        singleFlight.close();
    }

    /** Evaluator of some requests. */
    interface Evaluator {

        /** Returns the results by the ids of the requests; none where a package does not serve the purpose. */
        Map<String, FreshResolution> evaluate(NixServices services, Deadline deadline);
    }

    /**
     * An evaluation that has ended.
     *
     * @param batch the results
     * @param participation the caller's part in it; null if it is not shared
     */
    record Evaluation(ResolutionBatch batch, SingleFlight<?, ?>.@Nullable Participation participation) {

        /** Gives up the caller's part, of which no result is used. */
        void leave() {
            if (participation != null) {
                participation.close();
            }
        }

        /** Returns the packages of a request; null if one of them does not serve the purpose. */
        @Nullable
        ResolvedPackages packages(ResolutionRequest request) {
            FreshResolution fresh = batch.results().get(request.id());
            if (fresh == null) {
                return null;
            }
            ResolvedPackages packages = ResolvedPackages.fresh(batch.services(), fresh, request.key());
            if (participation != null) {
                packages.keep(participation);
            }
            return packages;
        }
    }
}
