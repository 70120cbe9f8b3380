package io.github.nixadhoc.exec;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Starts processes on a thread that is there until they have ended, whatever becomes of the caller's. */
final class LastingThread {

    private LastingThread() {}

    static List<RunningProcess> start(Supplier<List<RunningProcess>> start) {
        CompletableFuture<List<RunningProcess>> started = new CompletableFuture<>();
        DaemonThreads.run(() -> startAndStay(start, started));
        try {
            // the start is short, and what has been started must not be lost: an interrupt waits
            return started.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private static void startAndStay(
            Supplier<List<RunningProcess>> start, CompletableFuture<List<RunningProcess>> started) {
        List<RunningProcess> processes;
        try {
            processes = start.get();
        } catch (Throwable e) {
            started.completeExceptionally(e);
            return;
        }
        started.complete(processes);
        for (RunningProcess process : processes) {
            RunningProcess unused =
                    process.outcome().handle((outcome, failure) -> process).join();
        }
    }
}
