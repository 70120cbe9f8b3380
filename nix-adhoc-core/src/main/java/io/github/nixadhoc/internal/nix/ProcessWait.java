package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.exec.RunningProcess;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for processes that nobody needs any more when the waiting thread is interrupted. */
public final class ProcessWait {

    /** The time that a killed process needs to be gone. */
    private static final Duration AFTER_KILL = Duration.ofSeconds(3);

    private ProcessWait() {}

    /**
     * Waits for the end of a process. An interrupt stops it.
     *
     * @param process the process
     * @param gracePeriod the time between SIGTERM and SIGKILL that it was started with
     * @return its outcome
     * @throws InterruptedException if the thread is interrupted; the process has ended then, unless the kernel holds it
     */
    public static ProcessOutcome forEnd(RunningProcess process, Duration gracePeriod) throws InterruptedException {
        try {
            return process.outcome().get();
        } catch (InterruptedException e) {
            stop(process, gracePeriod.plus(AFTER_KILL));
            throw e;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    private static void stop(RunningProcess process, Duration limit) {
        process.cancel();
        try {
            process.outcome().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            // the caller is informed of the first interrupt in any case
        }
    }
}
