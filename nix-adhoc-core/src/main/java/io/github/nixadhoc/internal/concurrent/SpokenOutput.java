package io.github.nixadhoc.internal.concurrent;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The output of a command that is never silent for long: a line says that the command still runs. */
public final class SpokenOutput implements AutoCloseable {

    private final Consumer<String> output;
    private final String program;
    private final Duration silence;
    private final long start = System.nanoTime();
    private @Nullable Future<?> next;
    private boolean closed;

    /**
     * Creates the output of a command that has just begun.
     *
     * @param output receives the lines
     * @param program the name of the command
     * @param silence the time without a line after which there is one
     */
    public SpokenOutput(Consumer<String> output, String program, Duration silence) {
        this.output = output;
        this.program = program;
        this.silence = silence;
        schedule();
    }

    /** Passes on a line of the command. */
    public synchronized void print(String line) {
        output.accept(line);
        schedule();
    }

    private synchronized void sayThatItRuns() {
        if (!closed) {
            long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
            output.accept("… " + program + " still runs, after " + seconds + " s");
            schedule();
        }
    }

    private synchronized void schedule() {
        if (next != null) {
            next.cancel(false);
        }
        if (!closed) {
            next = Later.run(silence, this::sayThatItRuns);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        schedule();
    }
}
