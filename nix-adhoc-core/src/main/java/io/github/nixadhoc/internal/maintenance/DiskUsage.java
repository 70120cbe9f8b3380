package io.github.nixadhoc.internal.maintenance;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.ProcessStartException;
import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.exec.TimeLimits;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.ProcessWait;
import io.github.nixadhoc.internal.text.ShellQuoting;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Termination;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The disk usage of a folder, measured by {@code du}. The JDK does not report the number of blocks of a file, which
 * differs from its size because of compression, holes and block sizes.
 *
 * <p>Immutable and thread-safe.
 */
public final class DiskUsage {

    private static final Pattern ANSWER = Pattern.compile("^(\\d{1,15})\\s");

    private static final Duration GRACE_PERIOD = Duration.ofSeconds(2);

    private static final int KIB = 1024;

    private final CommandExecutor executor;
    private final ProcessEnvironment environment;

    /**
     * Creates a measurement.
     *
     * @param executor the executor that starts {@code du}
     * @param environment the environment that {@code du} is found and run in
     */
    public DiskUsage(CommandExecutor executor, ProcessEnvironment environment) {
        this.executor = executor;
        this.environment = environment;
    }

    /** Returns the disk usage of the files below a folder in whole KiB. A file with several links counts once. */
    public ByteSize of(Path folder, Deadline deadline) {
        DeadlineWatch.require(deadline, "the disk usage of the store was to be asked");
        List<String> command = List.of("du", "-s", "-k", folder.toString());
        ProcessOutcome outcome = run(command, deadline);
        if (outcome.termination() instanceof Termination.TimedOut) {
            throw new TimedOutException(failure("the time was up while du was at work", command, "", outcome), null);
        }
        if (outcome.termination() instanceof Termination.Cancelled) {
            throw new CancelledException(failure("du was stopped", command, "", outcome), null);
        }
        // du fails if files are deleted while it runs, but it still prints the total.
        Matcher answer = ANSWER.matcher(outcome.stdout().text());
        if (!answer.find()) {
            throw new StoreUnavailableException(
                    failure("du did not say what " + folder + " occupies", command, "", outcome));
        }
        return ByteSize.of(Math.multiplyExact(Long.parseLong(answer.group(1)), KIB));
    }

    private ProcessOutcome run(List<String> command, Deadline deadline) {
        RunningProcess process;
        try {
            process = executor.start(ProcessSpec.of(command)
                    .withEnvironment(environment.set("LC_ALL", "C"))
                    .withLimits(new TimeLimits(deadline.remaining(), null, GRACE_PERIOD)));
        } catch (ProcessStartException e) {
            StoreUnavailableException failure = new StoreUnavailableException(Failure.of(
                    "du, which knows what a store occupies on its disk, could not be started: " + e.getMessage(),
                    ShellQuoting.quote(command),
                    null,
                    List.of(),
                    "install it (it is part of coreutils and of BusyBox), or put it on the PATH"));
            failure.initCause(e);
            throw failure;
        }
        try {
            return ProcessWait.forEnd(process, GRACE_PERIOD);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException(
                    Failure.of(
                            "the thread that waited for du was interrupted",
                            ShellQuoting.quote(command),
                            null,
                            List.of(),
                            ""),
                    null);
        }
    }

    private static Failure failure(String what, List<String> command, String hint, ProcessOutcome outcome) {
        return Failure.of(
                what,
                ShellQuoting.quote(command),
                null,
                outcome.stderr().text().lines().limit(20).toList(),
                hint);
    }
}
