package io.github.nixadhoc.internal.confine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The places besides {@code /proc} in which processes of the host can be looked at. */
final class HostProcesses {

    private static final Path PROCESSES = Path.of("/proc");
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
    private static final int MOUNT_POINT = 4;

    private HostProcesses() {}

    /** Returns whether this JVM runs as root. */
    static boolean isRoot() throws IOException {
        return userId() == 0;
    }

    private static int userId() throws IOException {
        return (Integer) Files.getAttribute(PROCESSES.resolve("self"), "unix:uid");
    }

    /** Returns the other places at which the processes of the host are mounted, for instance for a container. */
    static List<Path> otherMounts() throws IOException {
        List<Path> places = new ArrayList<>();
        String table = new String(Files.readAllBytes(MOUNTS), StandardCharsets.UTF_8);
        table.lines().filter(line -> line.contains(" - proc ")).forEach(line -> {
            Path place = Path.of(unescaped(line.split(" ", -1)[MOUNT_POINT]));
            if (!place.startsWith(PROCESSES)) {
                places.add(place);
            }
        });
        return places;
    }

    private static String unescaped(String path) {
        return path.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }

    /** Returns the files in which this JVM shows its command line, or gives it to whoever asks. */
    static List<Path> descriptions() {
        String user = System.getProperty("user.name", "");
        return List.of(
                Path.of("/tmp/hsperfdata_" + user.replace('/', '_')),
                Path.of("/tmp/.java_pid" + ProcessHandle.current().pid()));
    }

    /** Returns the sockets of a multiplexer of terminals, which starts processes. */
    static List<Path> multiplexers(Map<String, String> outside) throws IOException {
        String folder = outside.getOrDefault("TMUX_TMPDIR", "");
        return List.of(Path.of(folder.startsWith("/") ? folder : "/tmp", "tmux-" + userId()), Path.of("/run/screen"));
    }
}
