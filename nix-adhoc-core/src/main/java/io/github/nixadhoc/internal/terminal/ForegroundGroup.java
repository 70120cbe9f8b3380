package io.github.nixadhoc.internal.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The process group of this JVM and the foreground process group of its terminal. Only the latter may read from the terminal.
 *
 * <p>They are known where there is {@code /proc}; elsewhere, and without a controlling terminal, they count as the same.
 *
 * @param own the group of the JVM
 * @param foreground the foreground group of the terminal
 */
record ForegroundGroup(long own, long foreground) {

    private static final int OWN = 2;
    private static final int FOREGROUND = 5;

    /** Returns the current groups. */
    static ForegroundGroup now() {
        try {
            return parse(Files.readString(Path.of("/proc/self/stat"), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return new ForegroundGroup(0, 0);
        }
    }

    /** Parses the text of {@code /proc/…/stat}, in which the name of the program may contain any character. */
    static ForegroundGroup parse(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", FOREGROUND + 2);
        return new ForegroundGroup(Long.parseLong(fields[OWN]), Long.parseLong(fields[FOREGROUND]));
    }

    /** Returns whether this JVM is in the foreground. */
    boolean isOwn() {
        return foreground <= 0 || own == foreground;
    }
}
