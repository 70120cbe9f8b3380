package io.github.nixadhoc.internal.process;

import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.internal.exec.DaemonThreads;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Starts processes that end with the thread that started them on a thread that lives until they have ended. The kernel
 * considers the starting thread their parent, and the caller's thread may end earlier.
 */
final class LastingThread {

    private static final Path BUBBLEWRAP = Path.of("bwrap");

    private LastingThread() {}

    /** Starts processes on the calling thread, or on a thread of their own if one of them ends with its thread. */
    static List<RunningProcess> start(List<ProcessSpec> specs, Supplier<List<RunningProcess>> start) {
        for (ProcessSpec spec : specs) {
            if (diesWithParent(spec.command())) {
                return startOnOwnThread(start);
            }
        }
        return start.get();
    }

    static boolean diesWithParent(List<String> command) {
        if (!Path.of(command.get(0)).endsWith(BUBBLEWRAP)) {
            return false;
        }
        int options = command.indexOf("--");
        return options > 0 && command.subList(1, options).contains("--die-with-parent");
    }

    private static List<RunningProcess> startOnOwnThread(Supplier<List<RunningProcess>> start) {
        CompletableFuture<List<RunningProcess>> started = new CompletableFuture<>();
        DaemonThreads.newThread("nix-adhoc-confined", () -> startAndAwaitEnd(start, started))
                .start();
        try {
            // not interruptible: the start is short, and processes that have been started must not be lost
            return started.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private static void startAndAwaitEnd(
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
