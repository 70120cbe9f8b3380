package io.github.nixadhoc.internal.terminal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A loan of the real terminal, which ends well even if the JVM is told to end meanwhile. */
final class LentTerminal implements Terminal.Loan {

    private final JvmTerminal terminal;
    private final String settings;
    private final InterruptSignal interrupt;
    private final Duration patience;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::closeAtExit, "nix-adhoc-terminal");
    private boolean begun;
    private boolean over;

    LentTerminal(JvmTerminal terminal, String settings, InterruptSignal interrupt, Duration patience) {
        this.terminal = terminal;
        this.settings = settings;
        this.interrupt = interrupt;
        this.patience = patience;
    }

    @Override
    public synchronized void begin() {
        if (!begun) {
            begun = true;
            interrupt.ignore();
            try {
                Runtime.getRuntime().addShutdownHook(hook);
            } catch (IllegalStateException e) {
                // the JVM is ending, and so is what it starts
            }
        }
    }

    @Override
    public void close() {
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is ending, and waits for this in the hook
        }
        closed.countDown();
    }

    private synchronized void restore() {
        if (over) {
            return;
        }
        over = true;
        try {
            if (begun) {
                terminal.restore(settings);
            }
        } catch (RuntimeException e) {
            // the terminal is gone, or no process can be started any more
        } finally {
            interrupt.heed();
            terminal.giveBack();
        }
    }

    /** The program is stopped by another hook; whoever waits for its end then closes this. */
    private void closeAtExit() {
        try {
            boolean unused = closed.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        restore();
    }
}
