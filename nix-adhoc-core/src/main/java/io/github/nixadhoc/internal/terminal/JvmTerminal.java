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

/** The standard input of this JVM, if it is a terminal. There is but one, so one program at a time has it. */
final class JvmTerminal implements Terminal {

    private static final AtomicBoolean LENT = new AtomicBoolean();
    private static final TimeLimits A_MOMENT = new TimeLimits(Duration.ofSeconds(5), null, Duration.ZERO);

    private static final String ALSO_WITHOUT_PATH = "PATH=\"$PATH:/usr/bin:/bin\"; ";
    private static final String SHOW = ALSO_WITHOUT_PATH + "exec stty -g";

    /**
     * Who is not in the foreground would be stopped for changing a terminal, unless that signal is ignored. Only a shell
     * that was killed leaves the terminal to a group of processes that is not ours; and what a shell itself is told to do
     * about that would stop this JVM.
     */
    private static final String RESTORE = ALSO_WITHOUT_PATH
            + "trap '' TTOU; "
            + "test \"$1\" = 0 || perl -e 'use POSIX; tcsetpgrp(0, shift)' \"$1\"; "
            + "exec stty \"$0\"";

    private final CommandExecutor executor;

    JvmTerminal(CommandExecutor executor) {
        this.executor = executor;
    }

    @Override
    public Loan lend(String line, Duration patience) {
        if (!LENT.compareAndSet(false, true)) {
            throw none(line, "another program has the terminal", "wait for its end");
        }
        try {
            return new LentTerminal(this, settings(line), interrupt(line), patience);
        } catch (RuntimeException e) {
            giveBack();
            throw e;
        }
    }

    void giveBack() {
        LENT.set(false);
    }

    /** Sets everything as it was; a terminal that is gone stays so. */
    void restore(String settings) {
        ForegroundGroup group = ForegroundGroup.now();
        String lost = Long.toString(group.isOurs() ? 0 : group.own());
        ProcessOutcome unused = run(List.of("/bin/sh", "-c", RESTORE, settings, lost));
    }

    private String settings(String line) {
        ProcessOutcome shown = run(List.of("/bin/sh", "-c", SHOW));
        if (!shown.termination().isSuccess()) {
            String why = shown.stderr().text().strip();
            throw none(
                    line,
                    "the standard input of this JVM is no terminal" + (why.isEmpty() ? "" : " (" + why + ")"),
                    "run the JVM in a terminal without redirecting its input (JShell keeps the terminal to itself), or use"
                            + " execute() with stdin(…) for a program that needs none");
        }
        if (!ForegroundGroup.now().isOurs()) {
            throw none(
                    line,
                    "this JVM runs in the background of its terminal",
                    "bring it to the foreground first, with fg");
        }
        return shown.stdout().text().strip();
    }

    private static InterruptSignal interrupt(String line) {
        InterruptSignal interrupt = InterruptSignal.find();
        if (interrupt == null) {
            throw none(
                    line,
                    "this JVM cannot leave Ctrl-C to a program",
                    "run it without -Xrs, and with the module jdk.unsupported in its image");
        }
        return interrupt;
    }

    private ProcessOutcome run(List<String> command) {
        return executor.start(
                        ProcessSpec.of(command).withStdin(new Stdin.Inherit()).withLimits(A_MOMENT))
                .outcome()
                .join();
    }

    private static NoTerminalException none(String line, String why, String hint) {
        return new NoTerminalException(Failure.of(why, line, null, List.of(), hint));
    }
}
