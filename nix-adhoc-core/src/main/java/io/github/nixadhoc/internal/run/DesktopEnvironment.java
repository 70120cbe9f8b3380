package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NoDisplayException;
import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.policy.CleanRoom;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The desktop that an environment names: its displays, and the variables that programs need to reach them.
 *
 * @param environment the variables
 */
record DesktopEnvironment(Map<String, String> environment) {

    private static final String[] NEEDED = {
        "DISPLAY",
        "WAYLAND_DISPLAY",
        "XAUTHORITY",
        "XDG_RUNTIME_DIR",
        "XDG_SESSION_TYPE",
        "XDG_CURRENT_DESKTOP",
        "XDG_DATA_DIRS",
        "XDG_CONFIG_DIRS",
        "DBUS_SESSION_BUS_ADDRESS",
        "HOME",
        "LANG",
        "XMODIFIERS"
    };

    private static final Pattern X11 = Pattern.compile("(?:unix)?(?:/unix)?([^:/]*):(\\d{1,5})(?:\\.\\d+)?");
    private static final int X11_PORT = 6000;
    private static final int CONNECT_TIMEOUT_MILLIS = 2000;

    /**
     * Insists on a display that answers.
     *
     * @param command the command that needs it
     * @throws NoDisplayException if there is none; the message says what was tried
     */
    void requireDisplay(String command) {
        String wayland = environment.getOrDefault("WAYLAND_DISPLAY", "");
        String x11 = environment.getOrDefault("DISPLAY", "");
        if (!wayland.isEmpty() && answers(wayland(wayland)) || !x11.isEmpty() && answersX11(x11)) {
            return;
        }
        boolean named = !wayland.isEmpty() || !x11.isEmpty();
        throw new NoDisplayException(Failure.of(
                named
                        ? "the display that DISPLAY or WAYLAND_DISPLAY names does not answer"
                        : "there is no display: neither DISPLAY nor WAYLAND_DISPLAY is set",
                command,
                null,
                List.of(),
                named
                        ? "check that the desktop session still runs, or name another display with env(\"DISPLAY\", …)"
                        : "run it from a desktop session, over ssh -X, or on a virtual display:"
                                + " start `Xvfb :99` and add env(\"DISPLAY\", \":99\")"));
    }

    /**
     * Returns an environment with the variables that a program needs to reach this desktop and to look as others on it.
     * They are inherited: a variable that the environment has or sets keeps its value.
     *
     * @param program the environment of the program
     * @param room the clean room, which may drop variables
     */
    ProcessEnvironment reachedFrom(ProcessEnvironment program, CleanRoom room) {
        Map<String, String> inherited = room.inherit(NEEDED).variables(environment);
        inherited.keySet().retainAll(Set.of(NEEDED));
        ProcessEnvironment changed = program;
        if (program.base() != null) {
            Map<String, String> base = new HashMap<>(inherited);
            base.putAll(program.base());
            changed = changed.onTopOf(base);
        }
        if (program.kept().isPresent()) {
            Set<String> kept = new HashSet<>(inherited.keySet());
            kept.addAll(program.kept().get());
            changed = changed.keepOnly(kept);
        }
        return changed;
    }

    private Path wayland(String display) {
        return Path.of(environment.getOrDefault("XDG_RUNTIME_DIR", "/run/user")).resolve(display);
    }

    private static boolean answersX11(String display) {
        Matcher parts = X11.matcher(display);
        if (!parts.matches()) {
            // macOS names a socket
            return display.startsWith("/") && Files.exists(Path.of(display));
        }
        String host = parts.group(1);
        int number = Integer.parseInt(parts.group(2));
        return host.isEmpty()
                ? answers(Path.of("/tmp/.X11-unix", "X" + number)) || answers("localhost", X11_PORT + number)
                : answers(host, X11_PORT + number);
    }

    private static boolean answers(Path socket) {
        if (!Files.exists(socket)) {
            return false;
        }
        SocketAddress address = UnixDomainSocketAddress.of(socket);
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(address);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean answers(String host, int port) {
        try (SocketChannel channel = SocketChannel.open()) {
            channel.socket().connect(new InetSocketAddress(host, port), CONNECT_TIMEOUT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
