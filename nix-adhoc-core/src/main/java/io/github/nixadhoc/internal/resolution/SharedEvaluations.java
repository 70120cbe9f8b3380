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
 * Asks Nix what packages stand for, once for all who ask the same at the same time.
 *
 * <p>Thread-safe.
 */
final class SharedEvaluations {

    private final NixRuntime nix;
    private final ResolutionCache cache;
    private final SingleFlight<Map<String, SourceSnapshot>, ResolutionBatch> flights =
            new SingleFlight<>(unneeded -> {});

    SharedEvaluations(NixRuntime nix, ResolutionCache cache) {
        this.nix = nix;
        this.cache = cache;
    }

    /**
     * Asks Nix, together with all who ask the same now.
     *
     * @throws io.github.nixadhoc.error.NixException if Nix fails, or the deadline passes
     */
    Asked askInAnyCase(List<ResolutionRequest> questions, Work work, FailureContext context, Deadline deadline) {
        return Objects.requireNonNull(ask(questions, () -> false, work, context, deadline));
    }

    /**
     * Asks Nix, together with all who ask the same now, if it can be told for certain that it is the same.
     *
     * @return null if it is superfluous
     * @throws io.github.nixadhoc.error.NixException if Nix fails, or the deadline passes
     */
    @Nullable
    Asked ask(
            List<ResolutionRequest> questions,
            BooleanSupplier isSuperfluous,
            Work work,
            FailureContext context,
            Deadline deadline) {
        Map<String, SourceSnapshot> wanted = new HashMap<>();
        for (ResolutionRequest question : questions) {
            SourceSnapshot observation = question.observation();
            if (observation == null) {
                NixServices tools = nix.tools(deadline);
                return new Asked(new ResolutionBatch(tools, context.around(() -> work.answers(tools, deadline))), null);
            }
            wanted.put(question.id(), observation);
        }
        SingleFlightWaiter waiter = new SingleFlightWaiter(context.line(), context.phase(), deadline);
        return context.around(() -> {
            SingleFlight<Map<String, SourceSnapshot>, ResolutionBatch>.Participation seat =
                    waiter.join(flights, wanted, this::answers, isSuperfluous, () -> {
                        NixServices tools = nix.tools(Deadline.never());
                        return new ResolutionBatch(tools, work.answers(tools, Deadline.never()));
                    });
            return seat == null ? null : new Asked(seat.result(), seat);
        });
    }

    private boolean answers(Map<String, SourceSnapshot> asked, Map<String, SourceSnapshot> wanted) {
        for (Map.Entry<String, SourceSnapshot> question : wanted.entrySet()) {
            SourceSnapshot observation = asked.get(question.getKey());
            if (observation == null || !cache.isSame(observation, question.getValue())) {
                return false;
            }
        }
        return true;
    }

    void close() {
        flights.close();
    }

    /** The asking of some questions. */
    interface Work {

        /** Returns the answers by the ids of the questions; none where a package does not serve the purpose. */
        Map<String, FreshResolution> answers(NixServices tools, Deadline deadline);
    }

    /**
     * Questions that have been asked.
     *
     * @param resolved what Nix has answered
     * @param seat the part in that; null if nobody else has one
     */
    record Asked(ResolutionBatch resolved, SingleFlight<?, ?>.@Nullable Participation seat) {

        /** Gives up the part in it, which holds no answer. */
        void leave() {
            if (seat != null) {
                seat.close();
            }
        }

        /** Returns the answer to a question; null if the package does not serve the purpose. */
        @Nullable
        ResolvedPackages to(ResolutionRequest question) {
            FreshResolution fresh = resolved.answers().get(question.id());
            if (fresh == null) {
                return null;
            }
            ResolvedPackages answer = ResolvedPackages.fresh(resolved.tools(), fresh, question.key());
            if (seat != null) {
                answer.keep(seat);
            }
            return answer;
        }
    }
}
