package io.github.nixadhoc.internal.run;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A command that runs on a daemon thread of its own; completing the future from outside, as cancelling does, interrupts
 * it, which stops all that it started.
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

    /** Whoever else completes the future, by cancelling or by a time limit of his own, wants the result no more. */
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
