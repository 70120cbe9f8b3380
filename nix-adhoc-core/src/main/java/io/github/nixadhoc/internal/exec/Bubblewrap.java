package io.github.nixadhoc.internal.exec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The processes of bubblewrap that surround a confined program.
 *
 * <p>Bubblewrap consists of two processes and forwards no signals. The outer one waits for the program; the inner one is the
 * first process in the program's PID namespace. A signal to the outer one kills all processes inside without a chance to
 * clean up.
 */
final class Bubblewrap {

    private static final String NAME = "bwrap";
    private static final String SECOND_IN_NAMESPACE = "\t2";

    private Bubblewrap() {}

    /** Returns whether the process belongs to bubblewrap and surrounds a program that still runs. */
    static boolean isWrapperOfRunning(ProcessHandle process) {
        return isBubblewrap(process)
                && process.descendants().filter(ProcessTree::isAlive).anyMatch(inside -> !isBubblewrap(inside));
    }

    /** Returns the confined program; empty if the process is not bubblewrap, or has not started it yet. */
    static Optional<ProcessHandle> programIn(ProcessHandle process) {
        return isBubblewrap(process)
                ? process.children()
                        .flatMap(ProcessHandle::children)
                        .filter(inside -> line(inside, "status", "NSpid:").endsWith(SECOND_IN_NAMESPACE))
                        .findFirst()
                : Optional.empty();
    }

    /** Returns the program that a command of bubblewrap starts; empty for another command. */
    static Optional<String> programIn(List<String> command) {
        String first = command.get(0);
        int end = command.indexOf("--");
        if (!first.substring(first.lastIndexOf('/') + 1).equals(NAME) || end < 0) {
            return Optional.empty();
        }
        List<String> words = command.subList(end + 1, command.size());
        boolean isEnv = !words.isEmpty() && words.get(0).equals(SplittingEnv.PATH);
        // variables of the loader are set by env inside of the sandbox
        return words.stream()
                .skip(isEnv ? 1 : 0)
                .filter(word -> !(isEnv && word.indexOf('=') > 0))
                .findFirst();
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
