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
 * Starts processes that end with the thread that starts them, since to the kernel that is their parent, on a thread that is
 * there until they have ended: the caller's may end before, and an executor may start processes on that.
 */
final class LastingThread {

    private static final Path BUBBLEWRAP = Path.of("bwrap");

    private LastingThread() {}

    /** Starts them here, or on a thread of their own if one of them needs that. */
    static List<RunningProcess> start(List<ProcessSpec> specs, Supplier<List<RunningProcess>> start) {
        return specs.stream().anyMatch(spec -> endsWithItsStarter(spec.command())) ? startOnOne(start) : start.get();
    }

    static boolean endsWithItsStarter(List<String> command) {
        int options = command.indexOf("--");
        return Path.of(command.get(0)).endsWith(BUBBLEWRAP)
                && options > 0
                && command.subList(1, options).contains("--die-with-parent");
    }

    private static List<RunningProcess> startOnOne(Supplier<List<RunningProcess>> start) {
        CompletableFuture<List<RunningProcess>> started = new CompletableFuture<>();
        DaemonThreads.newThread("nix-adhoc-confined", () -> startAndStay(start, started))
                .start();
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
