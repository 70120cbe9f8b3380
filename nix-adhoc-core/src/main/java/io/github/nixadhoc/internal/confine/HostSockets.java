package io.github.nixadhoc.internal.confine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The sockets of this machine that have a path. A connection changes no file, so a read-only mount does not prevent it.
 *
 * <p>The kernel tells the name that a socket was bound to. A relative name counts from the directory of the process that
 * bound it. A socket that was renamed afterwards is not found.
 */
final class HostSockets {

    private static final Path TABLE = Path.of("/proc/self/net/unix");
    private static final Path PROCESSES = Path.of("/proc");
    private static final int COLUMNS = 8;
    private static final int INODE = 6;
    private static final int NAME = 7;

    private HostSockets() {}

    /**
     * Returns the paths of the sockets that are open now.
     *
     * @throws IOException if the table of the kernel cannot be read
     */
    static Set<Path> open() throws IOException {
        Set<Path> paths = new TreeSet<>();
        Map<String, String> relative = new HashMap<>();
        String table = new String(Files.readAllBytes(TABLE), StandardCharsets.UTF_8);
        table.lines().skip(1).forEach(line -> {
            String[] columns = line.strip().split(" +", COLUMNS);
            if (columns.length < COLUMNS || columns[NAME].startsWith("@")) {
                return;
            }
            if (columns[NAME].startsWith("/")) {
                paths.add(Path.of(columns[NAME]));
            } else {
                relative.put("socket:[" + columns[INODE] + "]", columns[NAME]);
            }
        });
        if (!relative.isEmpty()) {
            addRelative(relative, paths);
        }
        return paths;
    }

    /** The directories of all processes have to be looked at, so this is only done if there is such a socket. */
    private static void addRelative(Map<String, String> names, Set<Path> paths) throws IOException {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                addOf(process, names, paths);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static void addOf(Path process, Map<String, String> names, Set<Path> paths) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                String name = names.get(Files.readSymbolicLink(descriptor).toString());
                if (name != null) {
                    paths.add(Files.readSymbolicLink(process.resolve("cwd"))
                            .resolve(name)
                            .normalize());
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // the process has ended, or belongs to another user
        }
    }
}
