package io.github.nixadhoc.exec;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Holds processes still and lets them go on, with signals that the JDK does not know.
 *
 * <p>Where there is no shell to send them nothing happens.
 */
final class JobControl {

    private static final String SEND_FIRST_TO_THE_OTHERS = "kill -s \"$0\" \"$@\"";
    private static final File NULL_DEVICE = new File("/dev/null");
    private static final long SECONDS = 2;

    private JobControl() {}

    static void hold(Collection<ProcessHandle> processes) {
        send("STOP", processes);
    }

    static void release(Collection<ProcessHandle> processes) {
        send("CONT", processes);
    }

    static void hangUp(Collection<ProcessHandle> processes) {
        send("HUP", processes);
    }

    private static void send(String signal, Collection<ProcessHandle> processes) {
        if (processes.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", SEND_FIRST_TO_THE_OTHERS, signal));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        try {
            Process shell = new ProcessBuilder(command)
                    .redirectInput(Redirect.from(NULL_DEVICE))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
            if (!shell.waitFor(SECONDS, TimeUnit.SECONDS)) {
                shell.destroyForcibly();
            }
        } catch (IOException e) {
            // as good as a stop can be without
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
