package io.github.nixadhoc.testkit;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/**
 * A piece of work in a thread of its own. What fails in it fails the test, as soon as the test asks for its result.
 *
 * @param <T> what it results in
 */
public final class Background<T> {

    private final FutureTask<T> task;
    private final Thread thread;

    private Background(FutureTask<T> task) {
        this.task = task;
        this.thread = new Thread(task, "background of a test");
        thread.setDaemon(true);
    }

    /** Starts the work. */
    public static <T> Background<T> call(Callable<T> work) {
        Background<T> background = new Background<>(new FutureTask<>(work));
        background.thread.start();
        return background;
    }

    /** Starts work that has no result. */
    public static Background<Boolean> run(Work work) {
        return call(() -> {
            work.run();
            return true;
        });
    }

    /** Waits for the result, or throws what the work has thrown. */
    public T result() {
        T result = Waits.forResult(task);
        Waits.forEnd(thread);
        return result;
    }

    /** Whether the work is still going on. */
    public boolean isRunning() {
        return !task.isDone();
    }

    /** Interrupts its thread; the result can still be asked for. */
    public void interrupt() {
        thread.interrupt();
    }

    public Thread thread() {
        return thread;
    }

    /** Work that may fail. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }
}
