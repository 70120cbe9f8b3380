package io.github.nixadhoc.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds the processes that a sandbox has left running: those whose environment or command names it. */
final class Leftovers {

    private static final long PATIENCE_MILLIS = 2_000;

    private Leftovers() {}

    /** Gives them a moment to end, kills those that do not, and says which they were. */
    static List<String> killProcessesOf(Path root) {
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        List<ProcessHandle> running = processesOf(root);
        while (!running.isEmpty() && System.nanoTime() < deadline) {
            pause();
            running = processesOf(root);
        }
        List<String> leftovers = new ArrayList<>();
        for (ProcessHandle process : running) {
            leftovers.add(process.pid() + " " + commandLine(process));
            process.destroyForcibly();
        }
        for (ProcessHandle process : running) {
            process.onExit().join();
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

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
