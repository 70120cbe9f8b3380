package io.github.nixadhoc.internal.terminal;

import io.github.nixadhoc.exec.CommandExecutor;
import java.time.Duration;

/** The terminal that programs may be lent. */
@FunctionalInterface
public interface Terminal {

    /** Returns none: where programs are only pretended to run, they need none. */
    static Terminal pretended() {
        return (line, patience) -> new Loan() {};
    }

    /**
     * Returns the one that this JVM has as its standard input.
     *
     * @param executor what is asked of it goes through this one
     */
    static Terminal ofThisJvm(CommandExecutor executor) {
        return new JvmTerminal(executor);
    }

    /**
     * Reserves it for one program, and remembers how it is set.
     *
     * @param line the command that asks for it
     * @param patience how long to wait for the program's end when the JVM ends before it
     * @return the loan, to be closed
     * @throws io.github.nixadhoc.error.NoTerminalException if there is none that a program could be given
     */
    Loan lend(String line, Duration patience);

    /** The time for which a program has the terminal. */
    interface Loan extends AutoCloseable {

        /** The program is about to start: from now on Ctrl-C is none of the JVM's business. No effect the second time. */
        default void begin() {}

        /** The program has ended: sets the terminal as it was before. No effect the second time. */
        @Override
        default void close() {}
    }
}
