package io.github.nixadhoc.result;

import io.github.nixadhoc.internal.text.PlainText;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.Termination;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Lays out the text of results for a prompt. */
final class TextLayout {

    /** The longest list that is printed as a whole. */
    static final int LINES = 12;

    private static final int COLUMNS = 120;

    private TextLayout() {}

    static String duration(Duration duration) {
        long millis = duration.toMillis();
        return millis < 1000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    static String termination(Termination termination) {
        if (termination instanceof Termination.Exited exited) {
            return "exit code " + exited.code();
        }
        if (termination instanceof Termination.Signaled signaled) {
            return "ended by signal " + signaled.signal();
        }
        if (termination instanceof Termination.TimedOut) {
            return "timed out";
        }
        if (termination instanceof Termination.IdleTimedOut) {
            return "silent for too long";
        }
        if (termination instanceof Termination.Cancelled) {
            return "cancelled";
        }
        return "printed too much";
    }

    static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** Returns a row of a table: a size, and the thing that has it. */
    static String sized(ByteSize size, Object what) {
        return String.format(Locale.ROOT, "%12s  %s", size, what);
    }

    /** Appends the first of some lines below a heading; nothing if there are none. */
    static void append(StringBuilder text, String heading, List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        if (!heading.isEmpty()) {
            text.append("\n  ").append(heading);
        }
        text.append(lines.stream().limit(LINES).map(TextLayout::line).collect(Collectors.joining()));
        if (lines.size() > LINES) {
            text.append("\n    … ").append(lines.size() - LINES).append(" more lines");
        }
    }

    /** Appends the first of some paths below a heading; nothing if there are none. */
    static void appendPaths(StringBuilder text, String heading, List<StorePath> paths) {
        append(text, heading, paths.stream().map(StorePath::value).toList());
    }

    static String line(String line) {
        String shown = PlainText.masked(line);
        return "\n    " + (shown.length() > COLUMNS ? shown.substring(0, COLUMNS) + "…" : shown);
    }
}
