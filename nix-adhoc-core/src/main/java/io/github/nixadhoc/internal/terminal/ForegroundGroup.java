package io.github.nixadhoc.internal.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The groups of processes of this JVM and of the foreground of its terminal, which alone may read from it.
 *
 * <p>Known where there is {@code /proc}; elsewhere, and without a controlling terminal, they count as the same.
 *
 * @param own the JVM's group
 * @param foreground the terminal's
 */
record ForegroundGroup(long own, long foreground) {

    private static final int OWN = 2;
    private static final int FOREGROUND = 5;

    static ForegroundGroup now() {
        try {
            return parse(Files.readString(Path.of("/proc/self/stat"), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return new ForegroundGroup(0, 0);
        }
    }

    /** Reads them from the text of {@code /proc/…/stat}, in which the name of the program may hold anything. */
    static ForegroundGroup parse(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", FOREGROUND + 2);
        return new ForegroundGroup(Long.parseLong(fields[OWN]), Long.parseLong(fields[FOREGROUND]));
    }

    boolean isOurs() {
        return foreground <= 0 || own == foreground;
    }
}
