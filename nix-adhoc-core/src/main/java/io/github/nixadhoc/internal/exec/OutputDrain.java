package io.github.nixadhoc.internal.exec;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits for the rest of the output of a process that has ended.
 *
 * <p>Usually all output has already been read. Consumers have unlimited time for the output of the process itself. The wait
 * abandons a pipe that stays open and silent because a descendant holds it and, after a stop was requested, a consumer that
 * does not return.
 */
final class OutputDrain {

    private static final long CHECK_MILLIS = 50;
    private static final int CHECKS_UNTIL_STUCK = 6;

    private final List<OutputPump> pumps;
    private final CountDownLatch pumpsEnded;
    private final StopRequest stop;
    private final ProcessDeadline deadline;

    OutputDrain(List<OutputPump> pumps, CountDownLatch pumpsEnded, StopRequest stop, ProcessDeadline deadline) {
        this.pumps = pumps;
        this.pumpsEnded = pumpsEnded;
        this.stop = stop;
        this.deadline = deadline;
    }

    void await() throws InterruptedException {
        for (OutputPump pump : pumps) {
            pump.processEnded();
        }
        boolean waiting = true;
        while (waiting && !pumpsEnded.await(CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
            waiting = false;
            for (OutputPump pump : pumps) {
                waiting |= mustAwait(pump);
            }
        }
    }

    private boolean mustAwait(OutputPump pump) {
        if (pump.isFinished()) {
            return false;
        }
        // read once for both checks: a pump that continues in between would otherwise seem to be stuck
        long since = pump.readingSince();
        boolean delivering = since == OutputPump.NOT_READING;
        int checks = pump.timesSeenSince(since);
        if (!delivering) {
            return checks < CHECKS_UNTIL_STUCK || abandon(pump);
        }
        if (!stop.isRequested()) {
            if (deadline.passed() == StopRequest.Cause.TIMEOUT) {
                stop.request(StopRequest.Cause.TIMEOUT);
            }
            return true;
        }
        if (checks >= CHECKS_UNTIL_STUCK) {
            pump.mute();
        }
        return checks < 2 * CHECKS_UNTIL_STUCK || abandon(pump);
    }

    private static boolean abandon(OutputPump pump) {
        pump.abandon();
        return false;
    }
}
