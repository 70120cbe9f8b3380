package io.github.nixadhoc.testkit;

import static org.awaitility.Awaitility.await;

import io.github.nixadhoc.error.TimedOutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.ThrowingRunnable;

/** The waits of the tests. Each of them ends: after {@link #LIMIT} it fails, and says what did not come about. */
public final class Waits {

    /** So long that only a hang exceeds it, however busy the machine is. */
    public static final Duration LIMIT = Duration.ofMinutes(2);

    private static final int ATTEMPTS = 4;

    private static final Duration INTERVAL = Duration.ofMillis(5);

    private Waits() {}

    /** Waits until a condition holds. */
    public static void until(Callable<Boolean> condition) {
        waiting().until(condition);
    }

    /** Waits until a condition holds, which has a name for the case that it does not. */
    public static void until(String name, Callable<Boolean> condition) {
        waiting().alias(name).until(condition);
    }

    /** Waits until an assertion holds, and fails as it does otherwise. */
    public static void untilAsserted(ThrowingRunnable assertion) {
        waiting().untilAsserted(assertion);
    }

    /** Waits until a condition holds, but not longer than this, and returns whether it does. */
    public static boolean holdsWithin(Duration limit, Callable<Boolean> condition) {
        try {
            waiting().atMost(limit).until(condition);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    /** A wait of the same kind, for a test that needs more of Awaitility than a condition. */
    public static ConditionFactory waiting() {
        // in the caller's thread, so that no other one is there where threads are counted, and an interrupt ends it
        return await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(INTERVAL)
                .atMost(LIMIT);
    }

    /**
     * Runs something with a time limit that has to suffice for a first part of it, such as the start of a program. On a busy
     * machine it may not, so it is run again, each time with four times the limit.
     *
     * @param hasSufficed whether the result shows that the first part was done
     * @return the result of the last attempt
     */
    public static <T> T withEnoughTime(Duration limit, Function<Duration, T> attempt, Predicate<T> hasSufficed) {
        Duration each = limit;
        for (int i = 1; ; i++) {
            try {
                T result = attempt.apply(each);
                if (i == ATTEMPTS || hasSufficed.test(result)) {
                    return result;
                }
            } catch (TimedOutException e) {
                if (i == ATTEMPTS) {
                    throw e;
                }
            }
            each = each.multipliedBy(4);
        }
    }

    /** Runs something with a time limit that has to suffice for the start of a program, which otherwise fails. */
    public static <T> T withEnoughTime(Duration limit, Function<Duration, T> attempt) {
        return withEnoughTime(limit, attempt, result -> true);
    }

    /** Waits for a latch. */
    public static void forLatch(CountDownLatch latch) {
        try {
            if (!latch.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still at " + latch.getCount() + " after " + LIMIT);
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Waits for a result.
     *
     * @throws AssertionError if there is none in time, or the task has failed by a checked exception; other failures of the
     *     task are thrown as they are
     */
    public static <T> T forResult(Future<T> future) {
        try {
            return future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new AssertionError("the task has failed", e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("no result after " + LIMIT, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Waits for the end of a process, and returns its exit code.
     *
     * @throws AssertionError if it does not end in time; it is killed then
     */
    public static int forExit(Process process) {
        try {
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running after " + LIMIT + ": " + process.info());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw interrupted(e);
        }
    }

    /** Kills a process, and waits for its end. */
    public static void forDeath(Process process) {
        int unused = forExit(process.destroyForcibly());
    }

    /** Waits for the end of a thread. */
    public static void forEnd(Thread thread) {
        try {
            thread.join(LIMIT.toMillis());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        if (thread.isAlive()) {
            throw new AssertionError(
                    "still running after " + LIMIT + ": " + thread + " at " + List.of(thread.getStackTrace()));
        }
    }

    /** Waits for all that a process prints, and for its end. */
    public static byte[] forOutput(Process process) {
        Background<byte[]> output =
                Background.call(() -> process.getInputStream().readAllBytes());
        try {
            byte[] printed = output.result();
            int unused = forExit(process);
            return printed;
        } finally {
            process.destroyForcibly();
        }
    }

    /** Lets time pass, for code whose slowness is the subject of a test. An interrupt ends it, and stays. */
    public static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Holds up the code that calls it, until the latch or an interrupt, which stays, lets it go on. */
    public static void stickAt(CountDownLatch latch) {
        try {
            boolean unused = latch.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while waiting", e);
    }
}
