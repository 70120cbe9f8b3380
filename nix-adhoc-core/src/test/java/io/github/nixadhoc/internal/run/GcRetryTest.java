package io.github.nixadhoc.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.EvaluationException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.internal.nix.StoreRaceException;
import io.github.nixadhoc.model.Phase;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GcRetryTest {

    private final AtomicInteger attempts = new AtomicInteger();

    @Test
    void aRaceWithACollectorIsRetried() {
        String result = GcRetry.of(() -> {
            if (attempts.incrementAndGet() < 5) {
                throw vanished();
            }
            return "done";
        });

        assertThat(result).isEqualTo("done");
    }

    @Test
    void repeatedRacesEndInAnExplanation() {
        assertThatThrownBy(() -> GcRetry.of(() -> {
                    attempts.incrementAndGet();
                    throw vanished();
                }))
                .isExactlyInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("x.drv is gone")
                .hasMessageContaining("nix eval")
                .hasMessageContaining("phase: resolve")
                .hasMessageContaining("a line")
                .hasMessageContaining("try again when")
                .hasCauseExactlyInstanceOf(StoreRaceException.class);
        assertThat(attempts).hasValue(5);
    }

    @Test
    void anyOtherFailureIsFinal() {
        assertThatThrownBy(() -> GcRetry.of(() -> {
                    attempts.incrementAndGet();
                    throw new EvaluationException(Failure.of("syntax error", ""));
                }))
                .isExactlyInstanceOf(EvaluationException.class);
        assertThat(attempts).hasValue(1);
    }

    private static StoreRaceException vanished() {
        return new StoreRaceException(Failure.of("x.drv is gone", "nix eval", Phase.RESOLVE, List.of("a line"), ""));
    }
}
