package io.github.nixadhoc.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;

/** Finds the processes that a sandbox has left running: those whose environment or command names it. */
final class Leftovers {

    /** Not longer, since a leftover is a failure, and a test that leaves one on purpose waits all this time. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private Leftovers() {}

    /** Gives them a moment to end, kills those that do not, and says which they were. */
    static List<String> killProcessesOf(Path root) {
        List<ProcessHandle> running = processesOf(root);
        if (!running.isEmpty()) {
            try {
                Waits.waiting().atMost(PATIENCE).until(() -> processesOf(root).isEmpty());
            } catch (ConditionTimeoutException e) {
                // then they are killed
            }
            running = processesOf(root);
        }
        List<String> leftovers = new ArrayList<>();
        for (ProcessHandle process : running) {
            leftovers.add(process.pid() + " " + commandLine(process));
            process.destroyForcibly();
        }
        for (ProcessHandle process : running) {
            ProcessHandle unused = Waits.forResult(process.onExit());
        }
        return leftovers;
    }

    private static List<ProcessHandle> processesOf(Path root) {
        return ProcessHandle.allProcesses()
                .filter(process -> read(process, "environ").contains(root.toString())
                        || read(process, "cmdline").contains(root.toString()))
                .toList();
    }

    private static String commandLine(ProcessHandle process) {
        return read(process, "cmdline").replace('\0', ' ').strip();
    }

    private static String read(ProcessHandle process, String file) {
        try {
            return new String(Files.readAllBytes(Path.of("/proc", String.valueOf(process.pid()), file)), ISO_8859_1);
        } catch (IOException e) {
            // gone, or another user's
            return "";
        }
    }
}
