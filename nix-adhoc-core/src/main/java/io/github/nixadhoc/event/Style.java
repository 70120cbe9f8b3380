package io.github.nixadhoc.event;

import io.github.nixadhoc.model.ByteSize;
import java.time.Duration;
import java.util.Locale;

/**
 * The width of the display and the characters that it can show.
 *
 * @param width the number of characters in a row
 * @param unicode whether characters beyond ASCII can be shown
 * @param colours whether colours can be shown
 */
record Style(int width, boolean unicode, boolean colours) {

    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

    /** Returns a progress bar of this length. */
    String bar(long done, long expected, int length) {
        double part = expected == 0 ? 0 : Math.min(1, (double) done / expected);
        if (!unicode) {
            int filled = (int) (part * length);
            return "#".repeat(filled) + "-".repeat(length - filled);
        }
        int eighths = (int) (part * length * 8);
        String full = "█".repeat(eighths / 8);
        String rest = eighths % 8 == 0 ? "" : EIGHTHS.substring(eighths % 8, eighths % 8 + 1);
        return full + rest + "░".repeat(length - full.length() - rest.length());
    }

    /** Returns a text in a column of this length. */
    String column(String text, int length) {
        String cut = cut(text, length);
        return cut + " ".repeat(length - cut.length());
    }

    /** Returns a text cut to the width. The last column stays empty, since terminals begin a new row there. */
    String row(String text) {
        return cut(text, width - 1);
    }

    String strong(String row) {
        return colours ? "\u001b[1m" + row + "\u001b[0m" : row;
    }

    String faint(String row) {
        return colours ? "\u001b[2m" + row + "\u001b[0m" : row;
    }

    private String cut(String text, int length) {
        String shown = unicode ? text : text.replaceAll("[^\\x20-\\x7e]", "?");
        if (shown.length() <= length) {
            return shown;
        }
        String mark = unicode ? "…" : "~";
        return shown.substring(0, Math.max(0, length - 1)) + mark;
    }

    /** Returns two sizes in the unit of the second, {@code 12.3/28.6 MiB}. */
    static String part(ByteSize done, ByteSize expected) {
        if (expected.bytes() == 0) {
            return done.toString();
        }
        String whole = expected.toString();
        String unit = whole.substring(whole.indexOf(' '));
        double factor = expected.bytes() / Double.parseDouble(whole.substring(0, whole.indexOf(' ')));
        return String.format(Locale.ROOT, "%.1f/%s", done.bytes() / factor, whole.replace(unit, "")) + unit;
    }

    /** Returns a time in minutes and seconds, {@code 1:05}. */
    static String time(long millis) {
        Duration time = Duration.ofMillis(millis);
        return String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
    }
}
