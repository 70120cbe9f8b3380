package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.testkit.Waits;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InterruptibleFutureTest {

    static Stream<Consumer<CompletableFuture<String>>> waysToEndAFutureFromOutside() {
        return Stream.of(
                future -> future.cancel(false),
                future -> future.orTimeout(1, TimeUnit.MILLISECONDS),
                future -> future.completeExceptionally(new IllegalStateException("enough")),
                future -> future.complete("something else"));
    }

    @ParameterizedTest
    @MethodSource("waysToEndAFutureFromOutside")
    void endingTheFutureStopsTheWork(Consumer<CompletableFuture<String>> end) throws Exception {
        // GIVEN
        CountDownLatch interrupted = new CountDownLatch(1);
        CompletableFuture<String> future = InterruptibleFuture.start(() -> sleepUntilInterrupted(interrupted));

        // WHEN
        end.accept(future);

        // THEN
        Waits.forLatch(interrupted);
    }

    private static String sleepUntilInterrupted(CountDownLatch interrupted) {
        try {
            // work that ends by an interrupt only
            Thread.sleep(60_000);
        } catch (InterruptedException e) {
            interrupted.countDown();
        }
        return "done";
    }
}
