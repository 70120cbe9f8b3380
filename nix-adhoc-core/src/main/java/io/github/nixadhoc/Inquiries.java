package io.github.nixadhoc;

import io.github.nixadhoc.internal.cache.Observation;
import io.github.nixadhoc.internal.cache.ResolutionCache;
import io.github.nixadhoc.internal.flight.Flights;
import io.github.nixadhoc.internal.flight.Waiter;
import io.github.nixadhoc.internal.nix.Deadline;
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
final class Inquiries {

    private final NixInUse nix;
    private final ResolutionCache cache;
    private final Flights<Map<String, Observation>, Resolved> flights = new Flights<>(unneeded -> {});

    Inquiries(NixInUse nix, ResolutionCache cache) {
        this.nix = nix;
        this.cache = cache;
    }

    /**
     * Asks Nix, together with all who ask the same now.
     *
     * @throws io.github.nixadhoc.error.NixException if Nix fails, or the deadline passes
     */
    Asked askInAnyCase(List<Question> questions, Work work, FailureContext context, Deadline deadline) {
        return Objects.requireNonNull(ask(questions, () -> false, work, context, deadline));
    }

    /**
     * Asks Nix, together with all who ask the same now, if it can be told for certain that it is the same.
     *
     * @return null if it is superfluous
     * @throws io.github.nixadhoc.error.NixException if Nix fails, or the deadline passes
     */
    @Nullable
    Asked ask(List<Question> questions, BooleanSupplier isSuperfluous, Work work, FailureContext context, Deadline deadline) {
        Map<String, Observation> wanted = new HashMap<>();
        for (Question question : questions) {
            Observation observation = question.observation();
            if (observation == null) {
                NixTools tools = nix.tools(deadline);
                return new Asked(new Resolved(tools, context.around(() -> work.answers(tools, deadline))), null);
            }
            wanted.put(question.id(), observation);
        }
        Waiter waiter = new Waiter(context.line(), context.phase(), deadline);
        return context.around(() -> {
            Flights<Map<String, Observation>, Resolved>.Seat seat =
                    waiter.join(flights, wanted, this::answers, isSuperfluous, () -> {
                        NixTools tools = nix.tools(Deadline.never());
                        return new Resolved(tools, work.answers(tools, Deadline.never()));
                    });
            return seat == null ? null : new Asked(seat.landed(), seat);
        });
    }

    private boolean answers(Map<String, Observation> asked, Map<String, Observation> wanted) {
        for (Map.Entry<String, Observation> question : wanted.entrySet()) {
            Observation observation = asked.get(question.getKey());
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
        Map<String, Fresh> answers(NixTools tools, Deadline deadline);
    }

    /**
     * Questions that have been asked.
     *
     * @param resolved what Nix has answered
     * @param seat the part in that; null if nobody else has one
     */
    record Asked(Resolved resolved, Flights<?, ?>.@Nullable Seat seat) {

        /** Gives up the part in it, which holds no answer. */
        void leave() {
            if (seat != null) {
                seat.close();
            }
        }

        /** Returns the answer to a question; null if the package does not serve the purpose. */
        @Nullable
        Answer to(Question question) {
            Fresh fresh = resolved.answers().get(question.id());
            if (fresh == null) {
                return null;
            }
            Answer answer = Answer.fresh(resolved.tools(), fresh, question.key());
            if (seat != null) {
                answer.keep(seat);
            }
            return answer;
        }
    }
}
