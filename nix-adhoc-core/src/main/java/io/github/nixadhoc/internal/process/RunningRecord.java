package io.github.nixadhoc.internal.process;

import io.github.nixadhoc.internal.exec.ProcessIdentity;
import java.util.List;
import java.util.Optional;

/**
 * The record of a running process.
 *
 * @param jvm the JVM with which the process has to end
 * @param process the process
 */
record RunningRecord(ProcessIdentity jvm, ProcessIdentity process) {

    /** Returns the text of the record: the JVM on the first line, the process on the second. */
    String text() {
        return jvm + "\n" + process + "\n";
    }

    /** Parses the text of a record; empty if it is not one. */
    static Optional<RunningRecord> parse(String text) {
        List<String> lines = List.of(text.split("\n", -1));
        if (lines.size() != 3 || !lines.get(2).isEmpty()) {
            return Optional.empty();
        }
        return ProcessIdentity.parse(lines.get(0))
                .flatMap(jvm -> ProcessIdentity.parse(lines.get(1)).map(process -> new RunningRecord(jvm, process)));
    }
}
