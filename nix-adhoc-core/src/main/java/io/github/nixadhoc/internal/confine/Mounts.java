package io.github.nixadhoc.internal.confine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a confined program sees in place of the host's files, as options of bubblewrap.
 *
 * <p>Outer folders come first, since a mount covers what was mounted below it before. Of two for the same path the later
 * call counts. Paths are without symbolic links, which bubblewrap would follow inside. Not thread-safe.
 */
final class Mounts {

    private static final String WRITABLE = "--bind";

    private final Map<Path, List<String>> mounts =
            new TreeMap<>(Comparator.comparingInt(Path::getNameCount).thenComparing(Comparator.naturalOrder()));

    /** Begins with the host as it is, read-only, and devices and processes of its own. */
    Mounts() {
        put(Path.of("/"), "--ro-bind", "/", "/");
        put(Path.of("/dev"), "--dev", "/dev");
        put(Path.of("/proc"), "--proc", "/proc");
    }

    /** Shows an empty folder, or an empty file, in place of what is there; nothing if nothing is. */
    void hide(Path path) {
        try {
            Path real = path.toRealPath();
            if (Files.isDirectory(real)) {
                put(real, "--tmpfs", real.toString());
            } else {
                put(real, "--ro-bind", "/dev/null", real.toString());
            }
        } catch (IOException e) {
            // who cannot see it himself has nothing to hide, nor could it be hidden
        }
    }

    /** Lets files in a folder be changed. */
    void allow(Path folder) throws IOException {
        Path real = folder.toRealPath();
        put(real, WRITABLE, real.toString(), real.toString());
    }

    /** Shows what would be hidden with a folder around it, if it is there; a link as a link. */
    void show(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            put(path, "--symlink", Files.readSymbolicLink(path).toString(), path.toString());
        } else if (Files.exists(path)) {
            Path real = path.toRealPath();
            if (!isWritable(real)) {
                put(real, "--ro-bind", real.toString(), real.toString());
            }
        }
    }

    private boolean isWritable(Path path) {
        for (Path around = path; around != null; around = around.getParent()) {
            List<String> mount = mounts.get(around);
            if (mount != null) {
                return mount.get(0).equals(WRITABLE);
            }
        }
        return false;
    }

    private void put(Path path, String... options) {
        mounts.put(path, List.of(options));
    }

    List<String> options() {
        List<String> options = new ArrayList<>();
        mounts.values().forEach(options::addAll);
        return options;
    }
}
