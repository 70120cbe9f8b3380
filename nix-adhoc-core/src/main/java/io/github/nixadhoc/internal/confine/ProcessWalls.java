package io.github.nixadhoc.internal.confine;

import io.github.nixadhoc.internal.text.PathText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Walls around the processes of a program only. It sees none of the host, so that it cannot read the environment and the
 * command line of this JVM. Files, devices and the network are those of the host.
 *
 * <p>Immutable and thread-safe.
 *
 * @param outside the environment of the client
 */
public record ProcessWalls(Map<String, String> outside) implements Walls {

    /** The capabilities by which root could take the walls away, or read the memory of all processes. */
    private static final List<String> BREAKING =
            List.of("CAP_SYS_ADMIN", "CAP_SYS_PTRACE", "CAP_SYS_RAWIO", "CAP_SYS_MODULE");

    /** Copies the map. */
    public ProcessWalls {
        outside = Map.copyOf(outside);
    }

    @Override
    public List<String> options(Surroundings surroundings) throws IOException {
        List<String> options = new ArrayList<>(List.of("--unshare-pid", "--die-with-parent"));
        if (HostProcesses.isRoot()) {
            BREAKING.forEach(capability -> options.addAll(List.of("--cap-drop", capability)));
        }
        options.addAll(List.of("--dev-bind", "/", "/", "--proc", "/proc"));
        List<Path> covered = new ArrayList<>(HostProcesses.otherMounts());
        covered.addAll(HostProcesses.descriptions());
        // a service manager, or a multiplexer of terminals, would start a process outside
        covered.add(Path.of("/run/user"));
        covered.addAll(HostProcesses.multiplexers(outside));
        for (Path path : covered) {
            cover(path, surroundings, options);
        }
        return options;
    }

    private static void cover(Path path, Surroundings surroundings, List<String> options) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        String real = PathText.utf8(path.toRealPath());
        if (!Files.isDirectory(path)) {
            options.addAll(List.of("--ro-bind", "/dev/null", real));
            return;
        }
        Path start = surroundings.start();
        if (start == null || !start.startsWith(real)) {
            options.addAll(List.of("--tmpfs", real));
        }
    }

    @Override
    public boolean keepsFilesOut() {
        return false;
    }
}
