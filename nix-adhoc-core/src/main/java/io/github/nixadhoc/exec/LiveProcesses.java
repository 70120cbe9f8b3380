package io.github.nixadhoc.exec;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The processes that must not outlive this JVM.
 *
 * <p>One shutdown hook serves them all, and it is registered only while there are some, so that a class loader without
 * processes can go.
 */
final class LiveProcesses {

    private static final Set<SupervisedProcess> RUNNING = new HashSet<>();
    private static final Thread HOOK = new Thread(null, LiveProcesses::stopAll, "nix-adhoc-exit", 0, false);

    private LiveProcesses() {}

    static synchronized void add(SupervisedProcess process) {
        if (RUNNING.isEmpty()) {
            try {
                Runtime.getRuntime().addShutdownHook(HOOK);
            } catch (IllegalStateException e) {
                // the JVM is ending; what is started by another hook now is that hook's to wait for
            }
        }
        RUNNING.add(process);
    }

    static synchronized void remove(SupervisedProcess process) {
        if (RUNNING.remove(process) && RUNNING.isEmpty()) {
            try {
                Runtime.getRuntime().removeShutdownHook(HOOK);
            } catch (IllegalStateException e) {
                // the JVM is ending
            }
        }
    }

    private static synchronized List<SupervisedProcess> running() {
        return List.copyOf(RUNNING);
    }

    private static void stopAll() {
        List<SupervisedProcess> running = running();
        running.forEach(SupervisedProcess::cancel);
        running.forEach(SupervisedProcess::awaitStopped);
    }
}
