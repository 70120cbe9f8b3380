package io.github.nixadhoc.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The processes that belong to a sandbox, whoever started them: Nix, builders and programs. Their environment or their command
 * line names it.
 */
public final class SandboxProcesses {

    /** Not longer, since a leftover is a failure, and a test that leaves one on purpose waits all this time. */
    private static final Duration LAST_MOMENT = Duration.ofSeconds(2);

    private final String root;

    SandboxProcesses(Path root) {
        this.root = root.toString();
    }

    /** The command lines of those that run now, the JVM that asks left out. */
    public List<String> running() {
        return alive().stream().map(SandboxProcesses::commandLine).toList();
    }

    /** Waits until one runs whose command line holds a text. */
    public void awaitStartOf(String text) {
        Waits.until("the start of " + text, () -> running().stream().anyMatch(line -> line.contains(text)));
    }

    /** Waits until none runs any more. */
    public void awaitEndOfAll() {
        Waits.until("the end of all processes of the sandbox", () -> alive().isEmpty());
    }

    /** Gives them a moment to end, kills those that do not, and says which they were. */
    List<String> kill() {
        boolean unused = Waits.holdsWithin(LAST_MOMENT, () -> alive().isEmpty());
        List<String> killed = new ArrayList<>();
        for (ProcessHandle process : alive()) {
            killed.add(process.pid() + " " + commandLine(process));
            process.destroyForcibly();
            ProcessHandle unusedHandle = Waits.forResult(process.onExit());
        }
        return killed;
    }

    private List<ProcessHandle> alive() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> read(process, "environ").contains(root)
                        || read(process, "cmdline").contains(root))
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
