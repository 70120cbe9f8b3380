package io.github.nixadhoc.exec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is to be known of bubblewrap where processes are started and stopped: it is two processes around a program, and does
 * not pass signals on. The outer one waits for the program, the inner one is the first process that the program sees.
 *
 * <p>A signal for the program that hits the outer one ends all that is inside, without any time to clean up.
 */
final class Bubblewrap {

    private static final String NAME = "bwrap";
    private static final String PROGRAM_INSIDE = "\t2";

    private Bubblewrap() {}

    /** Returns whether the process still runs for something else that is inside. */
    static boolean isAround(ProcessHandle process) {
        return isBubblewrap(process)
                && process.descendants().filter(ProcessTree::isAlive).anyMatch(inside -> !isBubblewrap(inside));
    }

    /** Returns the program inside, if the process is bubblewrap and has come so far as to start it. */
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
            // it has ended, or this is no Linux
            return "";
        }
    }
}
