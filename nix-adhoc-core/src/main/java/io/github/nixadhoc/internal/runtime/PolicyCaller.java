package io.github.nixadhoc.internal.runtime;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.policy.CommandPolicy;
import io.github.nixadhoc.policy.Decision;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks a policy, for so long as it may take.
 *
 * @param policy the policy
 * @param patience how long it may take
 */
public record PolicyCaller(CommandPolicy policy, Duration patience) {

    /** Long enough for a person who is asked, short enough for a command that waits. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    /**
     * Asks.
     *
     * @return the answer; null if there is none
     * @throws TimeoutException if there was no answer in time
     * @throws ExecutionException if the policy threw
     * @throws InterruptedException if this thread was interrupted meanwhile
     */
    @Nullable
    Decision ask(Function<CommandPolicy, @Nullable Decision> question, Deadline deadline)
            throws TimeoutException, ExecutionException, InterruptedException {
        if (policy.answersAtOnce()) {
            try {
                return question.apply(policy);
            } catch (RuntimeException | StackOverflowError e) {
                throw new ExecutionException(e);
            }
        }
        Duration left = deadline.remaining();
        long nanos = (left == null || left.compareTo(patience) > 0 ? patience : left).toNanos();
        Future<@Nullable Decision> answer = Threads.POOL.submit(() -> question.apply(policy));
        try {
            return answer.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException | InterruptedException e) {
            answer.cancel(true);
            throw e;
        }
    }

    /** Made for the first policy that does not answer at once. */
    private static final class Threads {

        static final ThreadPoolExecutor POOL = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), PolicyCaller::newThread);
    }

    private static Thread newThread(Runnable task) {
        Thread thread = new Thread(null, task, "nix-adhoc-review", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(PolicyCaller.class.getClassLoader());
        return thread;
    }
}
