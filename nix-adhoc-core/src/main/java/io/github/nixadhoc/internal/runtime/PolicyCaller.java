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
 * Calls a policy, with a time limit.
 *
 * @param policy the policy
 * @param timeout the time limit of one call
 */
public record PolicyCaller(CommandPolicy policy, Duration timeout) {

    /** A person may have to answer, and a command waits. */
    static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(5);

    /**
     * Calls the policy and returns its answer.
     *
     * @return the answer; null if there is none
     * @throws TimeoutException if there was no answer in time
     * @throws ExecutionException if the policy threw
     * @throws InterruptedException if this thread was interrupted meanwhile
     */
    @Nullable
    Decision call(Function<CommandPolicy, @Nullable Decision> question, Deadline deadline)
            throws TimeoutException, ExecutionException, InterruptedException {
        if (policy.answersAtOnce()) {
            try {
                return question.apply(policy);
            } catch (RuntimeException | StackOverflowError e) {
                throw new ExecutionException(e);
            }
        }
        Duration left = deadline.remaining();
        long nanos = (left == null || left.compareTo(timeout) > 0 ? timeout : left).toNanos();
        Future<@Nullable Decision> answer = Threads.POOL.submit(() -> question.apply(policy));
        try {
            return answer.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException | InterruptedException e) {
            answer.cancel(true);
            throw e;
        }
    }

    /** Holder of the threads, which exist from the first call of a policy that does not answer at once. */
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
