package io.github.nixadhoc.internal.terminal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A loan of the real terminal, which is restored even if the JVM ends meanwhile. */
final class LentTerminal implements Terminal.Loan {

    private final JvmTerminal terminal;
    private final String settings;
    private final InterruptSignal interrupt;
    private final Duration exitTimeout;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::closeAtExit, "nix-adhoc-terminal");
    private boolean active;
    private boolean restored;

    LentTerminal(JvmTerminal terminal, String settings, InterruptSignal interrupt, Duration exitTimeout) {
        this.terminal = terminal;
        this.settings = settings;
        this.interrupt = interrupt;
        this.exitTimeout = exitTimeout;
    }

    @Override
    public synchronized void begin() {
        if (!active) {
            active = true;
            interrupt.drop();
            try {
                Runtime.getRuntime().addShutdownHook(hook);
            } catch (IllegalStateException e) {
                // the JVM is ending, and with it the program
            }
        }
    }

    @Override
    public void close() {
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is ending, and the hook waits for this
        }
        closed.countDown();
    }

    private synchronized void restore() {
        if (restored) {
            return;
        }
        restored = true;
        try {
            if (active) {
                terminal.restore(settings);
            }
        } catch (RuntimeException e) {
            // the terminal has disappeared, or no process can be started any more
        } finally {
            interrupt.restore();
            terminal.release();
        }
    }

    /** Waits until the caller has closed this, after another hook has stopped the program. */
    private void closeAtExit() {
        try {
            boolean unused = closed.await(exitTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        restore();
    }
}
