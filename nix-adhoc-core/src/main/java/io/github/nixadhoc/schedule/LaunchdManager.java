package io.github.nixadhoc.schedule;

import io.github.nixadhoc.error.ConfigurationException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.internal.text.ShellQuoting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The launchd of the user, on macOS. */
final class LaunchdManager implements Manager {

    private static final String LABEL = "io.github.nixadhoc.collect-garbage";

    /** The message of launchctl where the user has no graphical session, as over ssh. */
    private static final Pattern NOBODY_THERE =
            Pattern.compile("Domain does not support specified action|Could not find domain");

    private final Path home;
    private final Path file;

    LaunchdManager(Path home) {
        this.home = home;
        this.file = home.resolve("Library/LaunchAgents").resolve(LABEL + ".plist");
    }

    @Override
    public List<Path> paths() {
        return List.of(file);
    }

    @Override
    public List<String> texts(Timing timing, Collector collector) {
        String arguments = Stream.concat(Stream.of(collector.located().toString()), collector.arguments().stream())
                .map(argument -> "\t\t<string>" + escaped(argument) + "</string>\n")
                .collect(Collectors.joining());
        return List.of("""
                <?xml version="1.0" encoding="UTF-8"?>
                <!-- %s -->
                <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
                <plist version="1.0">
                <dict>
                	<key>Label</key>
                	<string>%s</string>
                	<key>ProgramArguments</key>
                	<array>
                %s	</array>
                	<key>StartCalendarInterval</key>
                	<dict>
                %s	</dict>
                	<key>ProcessType</key>
                	<string>Background</string>
                	<key>LowPriorityIO</key>
                	<true/>
                	<key>Nice</key>
                	<integer>19</integer>
                </dict>
                </plist>
                """.formatted(Marker.WORDS, LABEL, arguments, interval(timing)));
    }

    private static String interval(Timing timing) {
        String day = switch (timing.period()) {
            case DAILY -> "";
            // launchd counts from Sunday, 0
            case WEEKLY -> number("Weekday", timing.day().getValue() % 7);
            case MONTHLY -> number("Day", 1);
        };
        return day
                + number("Hour", timing.time().getHour())
                + number("Minute", timing.time().getMinute());
    }

    private static String number(String key, int value) {
        return "\t\t<key>" + key + "</key>\n\t\t<integer>" + value + "</integer>\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    @Override
    public boolean start(ManagerCalls calls) {
        // launchd reads a file when it is loaded, and refuses to load what is loaded.
        boolean unused = stop(calls);
        return calls.tell(NOBODY_THERE, "launchctl", "bootstrap", domain(), file.toString());
    }

    @Override
    public List<String> byHand() {
        return List.of("launchctl bootstrap " + domain() + " " + ShellQuoting.quote(file.toString()));
    }

    @Override
    public boolean stop(ManagerCalls calls) {
        if (ask(calls).active()) {
            return calls.tell(NOBODY_THERE, "launchctl", "bootout", service());
        }
        // Where the user has no session, nothing of it is loaded.
        return true;
    }

    @Override
    public List<Path> links() {
        return List.of();
    }

    @Override
    public boolean forget(ManagerCalls calls) {
        // bootout has done that
        return true;
    }

    @Override
    public List<String> byHandAfterwards() {
        return List.of("launchctl bootout " + service());
    }

    @Override
    public Knowledge ask(ManagerCalls calls) {
        boolean loaded = calls.call("launchctl", "print", service())
                .filter(call -> call.termination().isSuccess())
                .isPresent();
        return new Knowledge(loaded, Optional.empty());
    }

    private String service() {
        return domain() + "/" + LABEL;
    }

    private String domain() {
        try {
            return "gui/" + Files.getAttribute(home, "unix:uid");
        } catch (IOException | UnsupportedOperationException e) {
            NixException failure = new ConfigurationException(
                    Failure.of("cannot tell whose home " + home + " is: " + e.getMessage(), "set HOME"));
            failure.initCause(e);
            throw failure;
        }
    }
}
