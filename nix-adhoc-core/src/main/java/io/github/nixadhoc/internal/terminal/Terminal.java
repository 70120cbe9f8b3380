package io.github.nixadhoc.internal.terminal;

import io.github.nixadhoc.exec.CommandExecutor;
import java.time.Duration;

/** The terminal that a program can use. */
@FunctionalInterface
public interface Terminal {

    /** Returns a terminal without effect, for simulated programs. */
    static Terminal pretended() {
        return (line, exitTimeout) -> new Loan() {};
    }

    /**
     * Returns the terminal that is the standard input of this JVM.
     *
     * @param executor the executor that starts the commands which read and change the terminal
     */
    static Terminal ofThisJvm(CommandExecutor executor) {
        return new JvmTerminal(executor);
    }

    /**
     * Reserves the terminal for a program, and records its settings.
     *
     * @param line the command line of the program
     * @param exitTimeout the time to wait for the end of the program when the JVM ends first
     * @return the loan, which has to be closed
     * @throws io.github.nixadhoc.error.NoTerminalException if no terminal is available
     */
    Loan lend(String line, Duration exitTimeout);

    /** The use of the terminal by one program. */
    interface Loan extends AutoCloseable {

        /** Drops Ctrl-C in this JVM, before the program starts. Further calls have no effect. */
        default void begin() {}

        /** Restores the terminal, after the program has ended. Further calls have no effect. */
        @Override
        default void close() {}
    }
}
