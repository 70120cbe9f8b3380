package io.github.nixadhoc;

import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.internal.run.StartedPipeline;
import io.github.nixadhoc.model.CapturedOutput;
import io.github.nixadhoc.model.Signal;
import io.github.nixadhoc.result.RunResult;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A program that runs in the background, see {@link ProgramCommand#start()}.
 *
 * <pre>{@code
 * try (RunningProgram calculator = Nix.run("bc").openStdin().start()) {
 *     calculator.write("6 * 7\n");
 *     calculator.closeStdin();
 *     System.out.println(calculator.lines().findFirst());   // Optional[42]
 * }
 * }</pre>
 *
 * <p>Thread-safe. Closing it stops the program with all that it started. It ends with the JVM; if that is killed by
 * SIGKILL, it is ended by the next JVM of the same user, see {@link NixClient#endLeftovers()}.
 *
 * @since 0.1
 */
public final class RunningProgram extends RunningCommand<RunResult> {

    RunningProgram(StartedPipeline<RunResult> started) {
        super(started);
    }

    private RunningProcess process() {
        return started().last();
    }

    /**
     * Returns the process id.
     *
     * @return the id that the operating system knows the program by
     */
    public long pid() {
        return process().pid();
    }

    /**
     * Returns the stdout of the program so far, as much of it as is kept, see {@link ProgramCommand#maxOutput}.
     *
     * @return a copy of it; empty if it is not kept
     * @throws UnsupportedOperationException if the client has an executor that does not offer this
     */
    public CapturedOutput output() {
        return process().stdoutSoFar();
    }

    /**
     * Returns the stderr of the program so far, as {@link #output()} does for stdout.
     *
     * @return a copy of it; empty if it is not kept, or merged into stdout
     * @throws UnsupportedOperationException if the client has an executor that does not offer this
     */
    public CapturedOutput errorOutput() {
        return process().stderrSoFar();
    }

    /**
     * Returns the lines of stdout, from the first one to the end of the program. Reading them blocks until the next
     * line is printed. It may be called several times; each stream has all lines, and need not be closed.
     *
     * <p>Unlike {@link ProgramCommand#lines()}, a slow reader does not slow the program. If more was printed meanwhile
     * than is kept ({@link ProgramCommand#maxOutput}), a line tells the number of dropped bytes.
     *
     * @return the lines, which end with the program; reading them throws {@link
     *     java.util.concurrent.CancellationException} when the thread is interrupted while it waits, and the program
     *     goes on
     * @throws IllegalStateException if the output is not kept
     * @throws UnsupportedOperationException if the client has an executor that does not offer this
     */
    public Stream<String> lines() {
        return process().lines();
    }

    /**
     * Returns the stdin of the program, to be written while it runs. Nothing is buffered. Writing blocks while the
     * program does not read, and throws when it has ended. Closing the stream ends the input and never blocks: a write
     * that waits in another thread throws, and the program may get only a part of it.
     *
     * @return the input, the same at each call
     * @throws IllegalStateException if the command was made without {@link ProgramCommand#openStdin()}
     * @throws UnsupportedOperationException if the client has an executor that does not offer this
     */
    public OutputStream stdin() {
        return process().stdin();
    }

    /**
     * Writes text to {@link #stdin()}, encoded as UTF-8; nothing is added to it, no line's end either.
     *
     * @param text the text
     * @throws UncheckedIOException if the program has ended or has closed its input, or another thread has called
     *     {@link #closeStdin()}, before all was read
     * @throws IllegalStateException if the command was made without {@link ProgramCommand#openStdin()}
     * @throws UnsupportedOperationException if the client has an executor that does not offer this
     */
    public void write(String text) {
        OutputStream stdin = stdin();
        try {
            stdin.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Ends the program's input, and a write that waits for the program to read. Returns at once; has no effect if the
     * input has ended.
     *
     * @throws IllegalStateException if the command was made without {@link ProgramCommand#openStdin()}
     * @throws UnsupportedOperationException if the client has an executor that does not offer this
     */
    public void closeStdin() {
        try {
            stdin().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Sends the program a signal, and not those that it has started; {@link #stop()} is for all of them. It goes to this
     * program or to none, even if another process has its id by now.
     *
     * @param signal the signal
     * @return whether it was sent; false if the program has ended
     * @throws UnsupportedOperationException if the client has an executor that does not offer this
     */
    public boolean signal(Signal signal) {
        return process().signal(Objects.requireNonNull(signal, "signal"));
    }

    /** Returns the process id and whether it runs. */
    @Override
    public String toString() {
        return isRunning() ? "running, pid " + pid() : "ended, pid " + pid();
    }
}
