package io.github.nixadhoc.audit;

import io.github.nixadhoc.internal.audit.ChainedFile;
import io.github.nixadhoc.internal.audit.ChainedLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The verification of a record, from its first line to its last.
 *
 * <p>Not thread-safe.
 */
final class ChainCheck {

    private final List<String> problems = new ArrayList<>();
    private String previous = ChainedLine.BEGINNING;
    private long number;

    private ChainCheck() {}

    static AuditVerification of(Path file) throws IOException {
        // bytes that are no UTF-8 show as a changed line, since all that is written is ASCII
        BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1);
        try {
            ChainCheck check = new ChainCheck();
            check.all(lines);
            return AuditVerification.builder()
                    .lines(check.number)
                    .lastHash(check.previous)
                    .problems(check.problems)
                    .build();
        } finally {
            ChainedFile.at(file).close(lines);
        }
    }

    private void all(BufferedReader lines) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = lines.read(); c >= 0; c = lines.read()) {
            if (c == '\n') {
                line(line.toString());
                line.setLength(0);
            } else {
                line.append((char) c);
            }
        }
        if (!line.isEmpty()) {
            lastLine(line.toString());
        }
    }

    private void line(String line) {
        number++;
        if (!ChainedLine.isWhole(line)) {
            problem("was changed, or was cut off when its writer was killed");
        }
        if (!ChainedLine.follows(line, previous)) {
            problem("does not follow from line " + (number - 1) + ": lines were added, removed or moved here, or "
                    + (number == 1 ? "it was changed" : "one of the two was changed"));
        }
        previous = line.isEmpty() ? previous : ChainedLine.hashOf(line);
    }

    private void lastLine(String line) {
        number++;
        problem("is not whole: it was cut off, or is being written");
        previous = ChainedLine.hashOf(line);
    }

    private void problem(String what) {
        problems.add("line " + number + " " + what);
    }
}
