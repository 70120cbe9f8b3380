package io.github.nixadhoc.exec;

import io.github.nixadhoc.model.CapturedOutput;
import io.github.nixadhoc.model.Termination;
import java.time.Duration;
import java.time.Instant;

/**
 * How a process ended and what it printed.
 *
 * @param termination the way it ended
 * @param stdout what was kept of its standard output
 * @param stderr what was kept of its standard error; empty when merged into stdout
 * @param outputComplete false when a descendant that outlived the process still held its output open, so that more
 *     may have been printed than was read
 * @param pid the process id it had
 * @param startedAt when it was started
 * @param duration from its start until its end, the reading of its output included
 * @since 0.1
 */
public record ProcessOutcome(
        Termination termination,
        CapturedOutput stdout,
        CapturedOutput stderr,
        boolean outputComplete,
        long pid,
        Instant startedAt,
        Duration duration) {}
