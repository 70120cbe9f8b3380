package io.github.nixadhoc.internal.process;

import io.github.nixadhoc.model.StorePath;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The record of a detached program, written before the start.
 *
 * @param command the command line, without values of the environment
 * @param startedAt the time of the start
 * @param storePaths the outputs that contain the program
 */
public record DetachedRecord(String command, Instant startedAt, List<StorePath> storePaths) {

    /** Returns the text of the record: a word and a value on each line. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append("started ").append(startedAt).append('\n');
        storePaths.forEach(path -> text.append("path ").append(path).append('\n'));
        // the command is last, because it may have several lines
        return text.append("command ").append(command).append('\n').toString();
    }

    /** Parses the text of a record; empty if it is not one. */
    static Optional<DetachedRecord> parse(String text) {
        int command = text.indexOf("\ncommand ");
        if (command < 0 || !text.startsWith("started ")) {
            return Optional.empty();
        }
        try {
            List<String> lines = text.substring(0, command).lines().toList();
            List<StorePath> paths = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                paths.add(StorePath.parse(line.substring("path ".length())));
            }
            Instant started = Instant.parse(lines.get(0).substring("started ".length()));
            return Optional.of(new DetachedRecord(
                    text.substring(command + "\ncommand ".length()).stripTrailing(), started, paths));
        } catch (DateTimeException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }
}
