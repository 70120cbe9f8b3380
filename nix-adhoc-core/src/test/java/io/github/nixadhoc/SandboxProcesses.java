package io.github.nixadhoc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.nixadhoc.testkit.NixSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The processes that belong to a sandbox: Nix, builders and programs, whoever started them. */
final class SandboxProcesses {

    private final String root;

    SandboxProcesses(NixSandbox sandbox) {
        this.root = sandbox.root().toString();
    }

    /** The command lines of those that run now, the JVM that asks left out. */
    List<String> running() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> read(process, "environ").contains(root)
                        || read(process, "cmdline").contains(root))
                .map(process -> read(process, "cmdline").replace('\0', ' ').strip())
                .toList();
    }

    /** Waits until one runs whose command line holds a text. */
    void awaitStartOf(String text) {
        await("the start of " + text, () -> lines().anyMatch(line -> line.contains(text)));
    }

    /** Waits until none runs any more. */
    void awaitEndOfAll() {
        await("the end of all processes", () -> running().isEmpty());
    }

    private Stream<String> lines() {
        return running().stream();
    }

    private void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain for " + what + "; running: " + running());
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
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
