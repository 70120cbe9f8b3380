package io.github.nixadhoc;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A command that runs on a daemon thread of its own; cancelling interrupts it, which stops all that it started. */
final class AsyncCommand<R> extends CompletableFuture<R> {

    private final Thread worker;

    private AsyncCommand(Supplier<R> work) {
        worker = new Thread(() -> run(work), "nix-adhoc-command");
        worker.setDaemon(true);
    }

    static <R> CompletableFuture<R> start(Supplier<R> work) {
        AsyncCommand<R> command = new AsyncCommand<>(work);
        command.worker.start();
        return command;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (cancelled) {
            worker.interrupt();
        }
        return cancelled;
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
