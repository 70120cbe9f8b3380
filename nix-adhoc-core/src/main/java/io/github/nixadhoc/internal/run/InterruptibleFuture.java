package io.github.nixadhoc.internal.run;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A future whose work runs on a daemon thread of its own. If the future is cancelled, or completed by anybody else, the
 * thread is interrupted, which stops all processes of the work.
 */
public final class InterruptibleFuture<R> extends CompletableFuture<R> {

    private final Thread worker;

    private InterruptibleFuture(Supplier<R> work) {
        worker = new Thread(() -> run(work), "nix-adhoc-command");
        worker.setDaemon(true);
    }

    public static <R> CompletableFuture<R> start(Supplier<R> work) {
        InterruptibleFuture<R> command = new InterruptibleFuture<>(work);
        CompletableFuture<R> unused = command.whenComplete((result, failure) -> command.stopUnlessDone());
        command.worker.start();
        return command;
    }

    /** A caller that cancels the future, or completes it after a time limit, needs no result any more. */
    private void stopUnlessDone() {
        if (Thread.currentThread() != worker) {
            worker.interrupt();
        }
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }

    private void run(Supplier<R> work) {
        try {
            complete(work.get());
        } catch (Throwable failure) {
            completeExceptionally(failure);
        }
    }
}
