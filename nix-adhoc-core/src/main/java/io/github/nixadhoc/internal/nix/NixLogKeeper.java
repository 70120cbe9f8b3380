package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.internal.text.PlainText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A bounded buffer of the parts of a log that explain a failure.
 *
 * <p>Thread-safe: the log may be read while it still grows.
 */
final class NixLogKeeper implements Consumer<NixLogEvent> {

    private static final int LINES = 50;

    private static final int LINES_OF_A_BUILD = 25;

    /** So many that the error and the steps nearest to it are shown. */
    private static final int LINES_OF_A_TRACE = 20;

    /** The number of builds whose lines are kept; the oldest are dropped first. */
    private static final int BUILDS = 100;

    /** A hint that Nix below 2.20 reports as an error. */
    private static final String SHOW_TRACE = "(use '--show-trace'";

    private static final String ERROR = "error: ";

    /** An error without a text, which Nix 2.34 adds to a failure of a dependency of several packages. */
    private static final Pattern NO_TEXT = Pattern.compile("\\s*(?:error:)?\\s*");

    /** Messages of the level of errors that are none: what a flake prints, and failures that Nix goes on after. */
    private static final Pattern NO_ERROR = Pattern.compile("^(?:trace: |error \\(ignored\\))");

    /** A mark that an expression of this library leaves in the log. */
    private static final String OWN_MARK = "trace: nix-adhoc ";

    /** A warning about {@code --no-write-lock-file}, which this library adds; a list of all inputs follows it. */
    private static final Pattern LOCK_FILE =
            Pattern.compile("^(?:warning: )?(?:not writing modified lock file of|(?:creating|updating) lock file) ");

    private final LastLines lines;
    private final LastLines warnings = new LastLines(LINES);
    private final List<NixLog.Problem> errors = new ArrayList<>();
    private final Map<Long, Build> builds = new LinkedHashMap<>();

    NixLogKeeper() {
        this(LINES);
    }

    NixLogKeeper(int lines) {
        this.lines = new LastLines(lines);
    }

    @Override
    public synchronized void accept(NixLogEvent event) {
        if (event instanceof NixLogEvent.Message message) {
            keep(message);
        } else if (event instanceof NixLogEvent.Plain plain) {
            keep(plain);
        } else if (event instanceof NixLogEvent.Start start && start.type() == NixLogEvent.BUILD) {
            begin(start);
        } else if (event instanceof NixLogEvent.Result result && result.type() == NixLogEvent.BUILD_LOG_LINE) {
            keep(result);
        }
    }

    /** Returns the log so far. */
    synchronized NixLog log() {
        Map<String, List<String>> tails = new LinkedHashMap<>();
        builds.values().forEach(build -> {
            List<String> tail = build.tail.lines();
            if (!tail.isEmpty()) {
                tails.put(build.derivation, tail);
            }
        });
        return new NixLog(lines.lines(), errors, warnings.lines(), Collections.unmodifiableMap(tails));
    }

    private void keep(NixLogEvent.Message message) {
        String text = EvaluationTrace.withoutOwn(PlainText.of(message.text()));
        if (text.startsWith(SHOW_TRACE)
                || text.startsWith(OWN_MARK)
                || NO_TEXT.matcher(text).matches()
                || LOCK_FILE.matcher(text).find()) {
            return;
        }
        boundedTrace(text).map(PlainText::line).forEach(lines::add);
        if (message.level() == NixLogEvent.ERROR && !NO_ERROR.matcher(text).find()) {
            addError(PlainText.of(message.raw()), text);
        } else if (message.level() == NixLogEvent.WARNING) {
            warnings.add(text);
        }
    }

    /** Older versions of Nix print the error first and then its trace, the nearest step first; newer ones the error last. */
    private static Stream<String> boundedTrace(String text) {
        boolean isErrorFirst = text.startsWith(ERROR);
        return isErrorFirst ? text.lines().limit(LINES_OF_A_TRACE) : text.lines();
    }

    private void keep(NixLogEvent.Plain plain) {
        String line = PlainText.line(plain.line());
        lines.add(line);
        if (line.startsWith(ERROR) && !NO_TEXT.matcher(line).matches()) {
            addError(line, line);
        }
    }

    private void addError(String sentence, String text) {
        if (errors.size() == LINES) {
            errors.remove(0);
        }
        // without a raw message, the sentence starts with the prefix of the text
        String own = sentence.strip();
        errors.add(new NixLog.Problem(own.startsWith(ERROR) ? own.substring(ERROR.length()) : own, text.strip()));
    }

    private void begin(NixLogEvent.Start start) {
        if (builds.size() == BUILDS) {
            builds.remove(builds.keySet().iterator().next());
        }
        builds.put(start.id(), new Build(PlainText.line(start.fields().text(0))));
    }

    private void keep(NixLogEvent.Result result) {
        Build build = builds.get(result.id());
        String line = PlainText.line(result.fields().text(0));
        if (build != null) {
            build.tail.add(line);
        }
        lines.add(line);
    }

    private static final class Build {
        private final String derivation;
        private final LastLines tail = new LastLines(LINES_OF_A_BUILD);

        private Build(String derivation) {
            this.derivation = derivation;
        }
    }
}
