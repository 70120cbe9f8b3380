package io.github.nixadhoc.schedule;

import io.github.nixadhoc.internal.text.ShellQuoting;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The systemd of the user.
 *
 * <p>systemctl enables the timer, also where no manager runs. A link that is made without it would ignore a preset which
 * disables the timer, and has no effect before the next login either.
 */
final class SystemdManager implements Manager {

    private static final String SERVICE = "nix-adhoc-collect-garbage.service";
    private static final String TIMER = "nix-adhoc-collect-garbage.timer";

    /** The message of systemctl, on stderr and with exit code 1, where no manager answers; systemd 219 to 257. */
    private static final Pattern NOBODY_THERE =
            Pattern.compile("Failed to connect to .*bus|Failed to get D-Bus connection|not been booted with systemd");

    /** The form in which {@code systemctl show} prints a time in UTC. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT);

    private final Path directory;

    SystemdManager(Path configHome) {
        this.directory = configHome.resolve("systemd/user");
    }

    @Override
    public List<Path> paths() {
        // The timer comes last: it is what makes the service run.
        return List.of(directory.resolve(SERVICE), directory.resolve(TIMER));
    }

    @Override
    public List<String> texts(Timing timing, Collector collector) {
        String service = """
                # %s
                [Unit]
                Description=Collect garbage in the Nix store

                [Service]
                Type=oneshot
                ExecStart=%s
                Nice=19
                IOSchedulingClass=idle
                """.formatted(Marker.WORDS, SystemdQuoting.command(collector));
        String timer = """
                # %s
                [Unit]
                Description=Collect garbage in the Nix store, %s

                [Timer]
                OnCalendar=%s
                Persistent=true
                RandomizedDelaySec=1h

                [Install]
                WantedBy=timers.target
                """.formatted(Marker.WORDS, timing, timing.toCalendarEvent());
        return List.of(service, timer);
    }

    @Override
    public boolean start(ManagerCalls calls) {
        return calls.tell(NOBODY_THERE, "systemctl", "--user", "daemon-reload")
                && calls.tell(NOBODY_THERE, "systemctl", "--user", "enable", "--now", TIMER);
    }

    @Override
    public List<String> byHand() {
        return List.of(
                "systemctl --user daemon-reload && systemctl --user enable --now " + TIMER,
                "loginctl enable-linger " + ShellQuoting.quote(System.getProperty("user.name", "")));
    }

    @Override
    public boolean stop(ManagerCalls calls) {
        return calls.tell(NOBODY_THERE, "systemctl", "--user", "disable", "--now", TIMER);
    }

    @Override
    public List<Path> links() {
        return List.of(directory.resolve("timers.target.wants").resolve(TIMER));
    }

    @Override
    public boolean forget(ManagerCalls calls) {
        return calls.tell(NOBODY_THERE, "systemctl", "--user", "daemon-reload");
    }

    @Override
    public List<String> byHandAfterwards() {
        return List.of("systemctl --user stop " + TIMER + " && systemctl --user daemon-reload");
    }

    @Override
    public Knowledge ask(ManagerCalls calls) {
        Optional<ManagerCall> shown = calls.ask(
                NOBODY_THERE,
                "systemctl",
                "--user",
                "show",
                "--property=ActiveState,UnitFileState,NextElapseUSecRealtime",
                TIMER);
        if (shown.isEmpty()) {
            return Knowledge.NONE;
        }
        if (!shown.get().termination().isSuccess()) {
            throw ManagerCalls.failed(shown.get());
        }
        Map<String, String> properties = new HashMap<>();
        for (String line : shown.get().output()) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                properties.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        boolean active = properties.getOrDefault("ActiveState", "").equals("active")
                && properties.getOrDefault("UnitFileState", "").equals("enabled");
        return new Knowledge(active, time(properties.getOrDefault("NextElapseUSecRealtime", "")));
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            // "n/a", or nothing
            return Optional.empty();
        }
    }
}
