package io.github.nixadhoc.internal.exec;

import io.github.nixadhoc.model.Signal;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The sender of signals that the JDK cannot send, such as those that suspend and resume processes. It uses a shell; without
 * one, no signal is sent.
 */
final class JobControl {

    private static final String SEND_TO_ALL = "kill -s \"$0\" \"$@\"";
    // the shell compares the start time itself, so that no other process can get the id in between
    private static final String SEND_IF_SAME_START = "pid=$1 start=$2 line=;"
            + " while read -r part; do line=\"$line $part\"; done <\"/proc/$pid/stat\" || exit 1;"
            + " set -f; set -- ${line##*) }; test \"${20}\" = \"$start\" && kill -s \"$0\" \"$pid\"";
    private static final File NULL_DEVICE = new File("/dev/null");
    private static final long TIMEOUT_SECONDS = 2;

    private JobControl() {}

    static void suspend(Collection<ProcessHandle> processes) {
        send("STOP", processes);
    }

    static void resume(Collection<ProcessHandle> processes) {
        send("CONT", processes);
    }

    static void hangUp(Collection<ProcessHandle> processes) {
        send("HUP", processes);
    }

    /**
     * Sends a signal to a process, unless its id belongs to another process by now.
     *
     * @param start the start time of the process, as Linux counts it
     * @return whether the signal was sent
     */
    static boolean send(Signal signal, ProcessHandle process, String start) {
        if (signal == Signal.TERM || signal == Signal.KILL) {
            return signal == Signal.TERM ? process.destroy() : process.destroyForcibly();
        }
        boolean linux = Files.exists(Path.of("/proc/self/stat"));
        String script = linux ? SEND_IF_SAME_START : "kill -s \"$0\" \"$1\"";
        return run(List.of("/bin/sh", "-c", script, signal.name(), Long.toString(process.pid()), start));
    }

    private static void send(String signal, Collection<ProcessHandle> processes) {
        if (processes.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", SEND_TO_ALL, signal));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        boolean unused = run(command);
    }

    private static boolean run(List<String> command) {
        try {
            Process shell = new ProcessBuilder(command)
                    .redirectInput(Redirect.from(NULL_DEVICE))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
            if (shell.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                return shell.exitValue() == 0;
            }
            shell.destroyForcibly();
        } catch (IOException e) {
            // the stop continues without these signals
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
