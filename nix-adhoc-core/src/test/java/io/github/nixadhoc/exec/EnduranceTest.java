package io.github.nixadhoc.exec;

import static io.github.nixadhoc.exec.Programs.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.model.Termination;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EnduranceTest {

    private static final int CALLERS = 8;
    private static final int RUNS_EACH = 1250;

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void tenThousandRunsLeaveThreadsAndDescriptorsAndChildrenAsTheyWere() throws Exception {
        Footprint before = Footprint.now();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            for (Future<?> caller : IntStream.range(0, CALLERS)
                    .mapToObj(i -> callers.submit(EnduranceTest::runMany))
                    .toList()) {
                caller.get();
            }
        } finally {
            callers.shutdownNow();
        }

        Footprint after = before.settled();

        assertThat(after.fitsInto(before)).as("%s, was %s", after, before).isTrue();
    }

    private static void runMany() {
        for (int i = 0; i < RUNS_EACH; i++) {
            assertThat(run("true").termination()).isEqualTo(new Termination.Exited(0));
        }
    }
}
