package io.github.nixadhoc.audit;

import io.github.nixadhoc.internal.audit.ChainedFile;
import io.github.nixadhoc.internal.audit.ChainedLine;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The verification of a record in one file or several, from its first line to its last.
 *
 * <p>Not thread-safe.
 */
final class ChainCheck {

    private static final int BLOCK = 8192;

    private final List<String> problems = new ArrayList<>();
    private final StoryCheck story = new StoryCheck();
    private String previous = ChainedLine.BEGINNING;
    private long lines;
    private long number;
    private String place = "";

    private ChainCheck() {}

    static AuditVerification of(List<Path> files) throws IOException {
        ChainCheck check = new ChainCheck();
        for (Path file : files) {
            check.place = files.size() == 1 ? "" : file.getFileName() + ", ";
            check.file(file);
        }
        return AuditVerification.of(check.lines, check.previous, check.problems);
    }

    private void file(Path file) throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(file), BLOCK);
        try {
            number = 0;
            all(bytes);
            lines += number;
        } finally {
            ChainedFile.at(file).close(bytes);
        }
    }

    private void all(InputStream bytes) throws IOException {
        LineBytes line = new LineBytes();
        for (int b = bytes.read(); b >= 0; b = bytes.read()) {
            if (b == '\n') {
                line(line);
                line = new LineBytes();
            } else {
                line.add(b);
            }
        }
        if (!line.isEmpty()) {
            lastLine(line);
        }
    }

    private void line(LineBytes bytes) {
        number++;
        if (bytes.isTooLong()) {
            problem("is longer than any that an audit writes");
            previous = bytes.hash();
            return;
        }
        // bytes that are no UTF-8 show as a changed line, since all that is written is ASCII
        String line = bytes.text();
        boolean isWhole = ChainedLine.isWhole(line);
        if (!isWhole) {
            problem("was changed, or was cut off when its writer was killed");
        }
        if (!ChainedLine.follows(line, previous)) {
            problem(gapBefore(line, isWhole));
        }
        if (isWhole) {
            story.problemOf(line).ifPresent(this::problem);
        }
        previous = line.isEmpty() ? previous : ChainedLine.hashOf(line);
    }

    private String gapBefore(String line, boolean isWhole) {
        if (lines + number > 1) {
            return "does not follow from the line before it: lines were added, removed or moved here, or one of the two was"
                    + " changed";
        }
        return isWhole && !ChainedLine.isFirst(line)
                ? "goes on from a line that is missing: lines before it were removed, or are in an earlier file, which has"
                        + " to be verified with this one"
                : "is not the first line of a record: lines were added, removed or moved here, or it was changed";
    }

    private void lastLine(LineBytes line) {
        number++;
        problem("is not whole: it was cut off, or is being written");
        previous = line.isTooLong() ? line.hash() : ChainedLine.hashOf(line.text());
    }

    private void problem(String what) {
        problems.add(place + "line " + number + " " + what);
    }

    /** The bytes of a line. Of a line that is too long only the hash is kept. */
    private static final class LineBytes {

        private final StringBuilder text = new StringBuilder();
        private @Nullable MessageDigest digest;

        void add(int b) {
            text.append((char) b);
            if (text.length() > ChainedLine.LONGEST || digest != null && text.length() == BLOCK) {
                digest = digest == null ? ChainedLine.digest() : digest;
                digest.update(text.toString().getBytes(StandardCharsets.ISO_8859_1));
                text.setLength(0);
                text.trimToSize();
            }
        }

        boolean isEmpty() {
            return text.isEmpty() && digest == null;
        }

        boolean isTooLong() {
            return digest != null;
        }

        String text() {
            return text.toString();
        }

        String hash() {
            MessageDigest complete = digest == null ? ChainedLine.digest() : digest;
            complete.update(text.toString().getBytes(StandardCharsets.ISO_8859_1));
            return ChainedLine.hashOf(complete);
        }
    }
}
