package io.github.nixadhoc.internal.exec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The fields of {@code /proc/PID/stat}, by which Linux describes a process. */
final class ProcessStat {

    private static final int STATE = 0;
    private static final int SESSION = 3;
    private static final int START = 19;

    // those behind the name of the program, which may contain spaces and parentheses
    private final List<String> fields;

    private ProcessStat(List<String> fields) {
        this.fields = fields;
    }

    /** Returns the fields of a process; empty if there is no such process, or no {@code /proc}. */
    static Optional<ProcessStat> of(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            List<String> fields =
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
            return fields.size() > START ? Optional.of(new ProcessStat(fields)) : Optional.empty();
        } catch (IOException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** Returns whether the process has ended and its parent has not taken its exit status yet. */
    boolean isZombie() {
        return fields.get(STATE).equals("Z");
    }

    /** Returns whether the process is being removed. */
    boolean isDead() {
        return fields.get(STATE).equals("X");
    }

    /** Returns the id of the session that the process belongs to. */
    String session() {
        return fields.get(SESSION);
    }

    /** Returns the time of its start, in ticks since the boot. */
    String start() {
        return fields.get(START);
    }
}
