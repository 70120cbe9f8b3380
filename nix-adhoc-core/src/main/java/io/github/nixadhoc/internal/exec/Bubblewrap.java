package io.github.nixadhoc.internal.exec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The processes that bubblewrap puts around a program, as far as starting and stopping has to know them.
 *
 * <p>Bubblewrap is two processes and passes no signal on. The outer one waits for the program; the inner one is the first
 * process that the program sees. A signal to the outer one kills all that is inside, without time to clean up.
 */
final class Bubblewrap {

    private static final String NAME = "bwrap";
    private static final String PROGRAM_INSIDE = "\t2";

    private Bubblewrap() {}

    /** Returns whether the process is one of bubblewrap around a program that still runs. */
    static boolean isWrapperOfRunning(ProcessHandle process) {
        return isBubblewrap(process)
                && process.descendants().filter(ProcessTree::isAlive).anyMatch(inside -> !isBubblewrap(inside));
    }

    /** Returns the program inside, if the process is bubblewrap and has started it. */
    static Optional<ProcessHandle> programIn(ProcessHandle process) {
        return isBubblewrap(process)
                ? process.children()
                        .flatMap(ProcessHandle::children)
                        .filter(inside -> line(inside, "status", "NSpid:").endsWith(PROGRAM_INSIDE))
                        .findFirst()
                : Optional.empty();
    }

    private static boolean isBubblewrap(ProcessHandle process) {
        return line(process, "comm", "").equals(NAME);
    }

    private static String line(ProcessHandle process, String file, String start) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), file)).stream()
                    .filter(line -> line.startsWith(start))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            // the process has ended, or the system is not Linux
            return "";
        }
    }
}
