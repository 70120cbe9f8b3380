package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.model.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Checks whether graphical programs can open a window. */
final class DisplayCheck extends Check {

    private static final Pattern LOCAL_X11 = Pattern.compile("(?:unix)?:(?<number>\\d+)(?:\\.\\d+)?");

    private static final String FIX = "log in to a desktop, or use ssh -X; without, run under Xvfb: nixpkgs#xvfb-run";

    DisplayCheck() {
        super("display");
    }

    @Override
    List<Finding> examine(ExaminedSystem system) {
        if (!system.host().isLinux()) {
            return List.of();
        }
        String wayland = system.variable("WAYLAND_DISPLAY");
        String x11 = system.variable("DISPLAY");
        List<String> dead = new ArrayList<>();
        if (!wayland.isEmpty()) {
            Path socket = Path.of(system.variable("XDG_RUNTIME_DIR")).resolve(wayland);
            if (Files.exists(socket)) {
                return ok("Wayland, " + wayland, "WAYLAND_DISPLAY");
            }
            dead.add("WAYLAND_DISPLAY is " + wayland + ", but there is no " + socket);
        }
        if (!x11.isEmpty()) {
            Matcher local = LOCAL_X11.matcher(x11);
            if (!local.matches()) {
                return ok("X11, " + x11 + ", not tried", "DISPLAY");
            }
            String socket = "/tmp/.X11-unix/X" + local.group("number");
            if (system.has(socket) || abstractSockets(system).anyMatch(name -> name.equals("@" + socket))) {
                return ok("X11, " + x11, "DISPLAY");
            }
            dead.add("DISPLAY is " + x11 + ", but there is no " + socket);
        }
        return dead.isEmpty()
                ? note("none: graphical programs cannot open a window", "DISPLAY, WAYLAND_DISPLAY", FIX)
                : warning(String.join("; ", dead), "DISPLAY, WAYLAND_DISPLAY", FIX);
    }

    private static Stream<String> abstractSockets(ExaminedSystem system) {
        try {
            return Files.readAllLines(system.file("/proc/net/unix"), StandardCharsets.ISO_8859_1).stream()
                    .map(line -> line.substring(line.lastIndexOf(' ') + 1));
        } catch (IOException e) {
            return Stream.empty();
        }
    }
}
