package io.github.nixadhoc.internal.confine;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The files that a confined program sees in place of the host's, as options of bubblewrap.
 *
 * <p>Outer folders come first, since a mount covers what was mounted below it before. Of two for the same path the later
 * call counts. Paths are without symbolic links, which bubblewrap would follow inside. Not thread-safe.
 */
final class BubblewrapMounts {

    private static final String WRITABLE = "--bind";
    private static final String EMPTY = "--tmpfs";
    private static final Path NOTHING = Path.of("/dev/null");
    private static final Path PROCESSES = Path.of("/proc");

    private final Map<Path, List<String>> mounts =
            new TreeMap<>(Comparator.comparingInt(Path::getNameCount).thenComparing(Comparator.naturalOrder()));
    private final Set<Path> temporary = new HashSet<>();

    /**
     * Begins with the host as it is, read-only, and devices and processes of its own.
     *
     * @throws IOException if it cannot be told who the user is
     */
    BubblewrapMounts() throws IOException {
        put(Path.of("/"), "--ro-bind", "/", "/");
        put(Path.of("/dev"), "--dev", "/dev");
        if (isRoot()) {
            // the kernel lets root write its settings there, whose user namespace and capabilities it may be
            put(PROCESSES, "--proc", "/proc", "--remount-ro", "/proc");
        } else {
            put(PROCESSES, "--proc", "/proc");
        }
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(PROCESSES.resolve("self"), "unix:uid").equals(0);
    }

    /** Shows an empty folder in place of one for temporary files. */
    void empty(Path folder) {
        hide(folder);
        try {
            temporary.add(folder.toRealPath());
        } catch (IOException e) {
            // there is none
        }
    }

    /** Shows an empty folder, or an empty file, in place of what is there; nothing if nothing is. */
    void hide(Path path) {
        if (!path.toFile().exists()) {
            // of dozens of places nearly all, and an exception for each would take longer than the rest
            return;
        }
        try {
            Path real = path.toRealPath();
            temporary.remove(real);
            if (Files.isDirectory(real)) {
                put(real, EMPTY, real.toString());
            } else {
                cover(real);
            }
        } catch (IOException e) {
            // who cannot see it himself has nothing to hide, nor could it be hidden
        }
    }

    /** Keeps a socket out of reach, unless it is in a folder that was chosen; called when all folders are known. */
    void closeSocket(Path path) {
        try {
            Path real = path.toRealPath();
            Mount around = mountOf(real);
            if (!around.isEmpty() && !around.isWritable()) {
                cover(real);
            }
        } catch (IOException e) {
            // it is gone, or out of reach already
        }
    }

    private void cover(Path file) {
        put(file, "--ro-bind", NOTHING.toString(), file.toString());
    }

    /** Lets files in a folder be changed. */
    void allow(Path folder) throws IOException {
        Path real = folder.toRealPath();
        put(real, WRITABLE, real.toString(), real.toString());
        if (Files.isSymbolicLink(folder) && mountOf(folder).isEmpty()) {
            // in a folder that is empty inside, so that it would be missing there
            show(folder);
        }
    }

    /** Shows what would be hidden with a folder around it, if it is there; a link as a link. */
    void show(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            put(path, "--symlink", Files.readSymbolicLink(path).toString(), path.toString());
        } else if (Files.exists(path)) {
            Path real = path.toRealPath();
            if (!mountOf(real).isWritable()) {
                put(real, "--ro-bind", real.toString(), real.toString());
            }
        }
    }

    /**
     * Shows the folder that a program starts in. One of somebody's in a folder for temporary files is shown as it is; what is
     * hidden for what is in it stays so, since it is not those who start programs that say what they are kept to.
     *
     * @throws IOException if the folder is not there inside
     */
    void begin(Path folder) throws IOException {
        Mount around = mountOf(folder);
        if (folder.equals(around.at()) || !around.isEmpty()) {
            return;
        }
        if (!temporary.contains(around.at())) {
            throw new AccessDeniedException(folder.toString(), null, "it is in " + around.at() + ", which is hidden");
        }
        show(folder);
    }

    private Mount mountOf(Path path) {
        for (Path folder = path; folder != null; folder = folder.getParent()) {
            List<String> options = mounts.get(folder);
            if (options != null) {
                return new Mount(folder, options.get(0));
            }
        }
        throw new IllegalArgumentException("not absolute: " + path);
    }

    private void put(Path path, String... options) {
        mounts.put(path, List.of(options));
    }

    List<String> options() {
        List<String> options = new ArrayList<>();
        mounts.values().forEach(options::addAll);
        return options;
    }

    private record Mount(Path at, String option) {

        boolean isEmpty() {
            return option.equals(EMPTY);
        }

        boolean isWritable() {
            return option.equals(WRITABLE);
        }
    }
}
