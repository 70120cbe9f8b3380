package io.github.nixadhoc.internal.confine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** The sockets of this machine that have a path. A connection changes no file, so a read-only mount does not prevent it. */
final class HostSockets {

    private static final Path TABLE = Path.of("/proc/self/net/unix");
    private static final int PATH = 7;

    private HostSockets() {}

    /**
     * Returns the paths of the sockets that are open now.
     *
     * @throws IOException if the table of the kernel cannot be read
     */
    static Set<Path> open() throws IOException {
        Set<Path> paths = new TreeSet<>();
        String table = new String(Files.readAllBytes(TABLE), StandardCharsets.UTF_8);
        table.lines().forEach(line -> {
            int at = line.indexOf(" /");
            if (at > 0 && line.substring(0, at).strip().split(" +").length == PATH) {
                paths.add(Path.of(line.substring(at + 1)));
            }
        });
        return paths;
    }
}
