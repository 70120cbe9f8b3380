package io.github.nixadhoc.audit;

import io.github.nixadhoc.error.UnexpectedOutputException;
import io.github.nixadhoc.internal.json.JsonValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The order of what a record tells, which somebody who writes all lines again may get wrong: time goes on, and a program runs
 * after a decision that allowed it.
 *
 * <p>Not thread-safe.
 */
final class StoryCheck {

    /** The difference of the clocks of machines that share a record, and the steps by which a clock is corrected. */
    private static final Duration TOLERANCE = Duration.ofSeconds(1);

    private final Set<String> allowed = new HashSet<>();
    private final Set<String> refused = new HashSet<>();
    private Instant latest = Instant.MIN;

    /** Returns the problem of the next line; empty if there is none. */
    Optional<String> problemOf(String line) {
        JsonValue json;
        try {
            json = JsonValue.parse(line);
        } catch (UnexpectedOutputException e) {
            return Optional.of("is no line of an audit");
        }
        Optional<String> inTime = problemOfTime(text(json, "time"));
        String id = text(json, "id");
        String event = text(json, "event");
        if (event.equals("decision")) {
            String decision = text(json, "decision");
            (decision.equals("allow") || decision.equals("change") ? allowed : refused).add(id);
        } else if (event.equals("run") && !allowed.contains(id)) {
            return Optional.of(
                    refused.contains(id)
                            ? "tells the run of a command that was denied"
                            : "tells the run of a command without a decision about it");
        }
        return inTime;
    }

    /** A line need not have each member. */
    private static String text(JsonValue json, String name) {
        try {
            return json.get(name).text();
        } catch (UnexpectedOutputException e) {
            return "";
        }
    }

    private Optional<String> problemOfTime(String text) {
        Instant time;
        try {
            time = Instant.parse(text);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
        boolean goesBack = time.isBefore(latest.equals(Instant.MIN) ? latest : latest.minus(TOLERANCE));
        latest = time.isAfter(latest) ? time : latest;
        return goesBack
                ? Optional.of("is dated before the line before it: lines were written again, or the clock was set back")
                : Optional.empty();
    }
}
