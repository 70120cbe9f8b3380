package io.github.nixadhoc.internal.exec;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The wait for the output of a process that has ended.
 *
 * <p>Usually all output has been read by then. Consumers get as long as they need for what the process has printed. The wait
 * gives up a pipe that stays open and silent because a descendant holds it, and, once a stop was requested, a consumer.
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
                waiting |= isToBeAwaited(pump);
            }
        }
    }

    private boolean isToBeAwaited(OutputPump pump) {
        if (pump.isFinished()) {
            return false;
        }
        // read once for both: a pump that goes on in between would look like one that has long been stuck
        long since = pump.readingSince();
        boolean delivering = since == OutputPump.NOT_READING;
        int checks = pump.timesSeenSince(since);
        if (!delivering) {
            return checks < CHECKS_UNTIL_STUCK || giveUp(pump);
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
        return checks < 2 * CHECKS_UNTIL_STUCK || giveUp(pump);
    }

    private static boolean giveUp(OutputPump pump) {
        pump.giveUp();
        return false;
    }
}
