package io.github.nixadhoc.internal.terminal;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NoTerminalException;
import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.Stdin;
import io.github.nixadhoc.exec.TimeLimits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** The terminal that is the standard input of this JVM. Only one program at a time can use it. */
final class JvmTerminal implements Terminal {

    private static final AtomicBoolean IN_USE = new AtomicBoolean();
    private static final TimeLimits COMMAND_LIMITS = new TimeLimits(Duration.ofSeconds(5), null, Duration.ZERO);

    private static final String EXTEND_PATH = "PATH=\"$PATH:/usr/bin:/bin\"; ";
    private static final String READ_SETTINGS = EXTEND_PATH + "exec stty -g";

    /**
     * Restores the settings, and makes this JVM the foreground group again where a killed shell has left another one. A
     * process in the background that changes the terminal is stopped unless it ignores SIGTTOU. The job control of a shell is
     * no alternative, because it would stop this JVM.
     */
    private static final String RESTORE_SETTINGS = EXTEND_PATH
            + "trap '' TTOU; "
            + "test \"$1\" = 0 || perl -e 'use POSIX; tcsetpgrp(0, shift)' \"$1\"; "
            + "exec stty \"$0\"";

    private final CommandExecutor executor;

    JvmTerminal(CommandExecutor executor) {
        this.executor = executor;
    }

    @Override
    public Loan lend(String line, Duration exitTimeout) {
        if (!IN_USE.compareAndSet(false, true)) {
            throw noTerminal(line, "another program has the terminal", "wait for its end");
        }
        try {
            return new LentTerminal(this, settings(line), interrupt(line), exitTimeout);
        } catch (RuntimeException e) {
            release();
            throw e;
        }
    }

    void release() {
        IN_USE.set(false);
    }

    /** Restores the settings and the foreground group, if the terminal still exists. */
    void restore(String settings) {
        ForegroundGroup group = ForegroundGroup.now();
        String foreground = Long.toString(group.isOwn() ? 0 : group.own());
        ProcessOutcome unused = run(List.of("/bin/sh", "-c", RESTORE_SETTINGS, settings, foreground));
    }

    private String settings(String line) {
        ProcessOutcome result = run(List.of("/bin/sh", "-c", READ_SETTINGS));
        if (!result.termination().isSuccess()) {
            String why = result.stderr().text().strip();
            throw noTerminal(
                    line,
                    "the standard input of this JVM is no terminal" + (why.isEmpty() ? "" : " (" + why + ")"),
                    "run the JVM in a terminal without redirecting its input (JShell keeps the terminal to itself), or use"
                            + " execute() with stdin(…) for a program that needs none");
        }
        if (!ForegroundGroup.now().isOwn()) {
            throw noTerminal(
                    line,
                    "this JVM runs in the background of its terminal",
                    "bring it to the foreground first, with fg");
        }
        return result.stdout().text().strip();
    }

    private static InterruptSignal interrupt(String line) {
        InterruptSignal interrupt = InterruptSignal.createOrNull();
        if (interrupt == null) {
            throw noTerminal(
                    line,
                    "this JVM cannot leave Ctrl-C to a program",
                    "run it without -Xrs, and with the module jdk.unsupported in its image");
        }
        return interrupt;
    }

    private ProcessOutcome run(List<String> command) {
        return executor.start(
                        ProcessSpec.of(command).withStdin(new Stdin.Inherit()).withLimits(COMMAND_LIMITS))
                .outcome()
                .join();
    }

    private static NoTerminalException noTerminal(String line, String why, String hint) {
        return new NoTerminalException(Failure.of(why, line, null, List.of(), hint));
    }
}
