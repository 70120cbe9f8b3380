package io.github.nixadhoc.internal.search;

import io.github.nixadhoc.error.UnexpectedOutputException;
import io.github.nixadhoc.internal.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reader of the marks that {@code packages.nix} leaves in the log: the package at which an evaluation fails, and how far it
 * is.
 *
 * <p>Thread-safe.
 */
final class PackageMarks implements Consumer<String> {

    private static final Pattern AT = Pattern.compile("nix-adhoc at (\"(?:[^\"\\\\]|\\\\.)*+\")");
    private static final Pattern READ = Pattern.compile("nix-adhoc read (\\d+) of (\\d+)");

    private static final String BETWEEN_NAMES = "\u0004";

    private final Progress progress;
    private List<String> deepest = List.of();
    private boolean isTrace;

    /** A consumer of the number of names that have been read, and of the number of all. */
    interface Progress {

        void read(String done, String all);
    }

    PackageMarks(Progress progress) {
        this.progress = progress;
    }

    @Override
    public synchronized void accept(String message) {
        Matcher read = READ.matcher(message);
        if (read.find()) {
            progress.read(read.group(1), read.group(2));
        }
        boolean traces = message.startsWith("trace: ");
        for (Matcher at = AT.matcher(message); at.find(); ) {
            List<String> path = path(at.group(1));
            // of a trace of steps the innermost counts, and of traced packages the last
            if (traces || isTrace || path.size() > deepest.size()) {
                deepest = path;
                isTrace = traces;
            }
        }
    }

    /** Returns the path at which the evaluation has failed, without the system; empty if it is unknown. */
    synchronized List<String> failedAt() {
        return deepest;
    }

    private static List<String> path(String json) {
        List<String> names = new ArrayList<>();
        try {
            names.addAll(List.of(JsonValue.parse(json).text().split(BETWEEN_NAMES, -1)));
        } catch (UnexpectedOutputException e) {
            // a line that has been cut names no package
            return List.of();
        }
        if (names.size() < 3) {
            return List.of();
        }
        names.remove(1);
        return names;
    }
}
