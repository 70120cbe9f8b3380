package io.github.nixadhoc.internal.confine;

import io.github.nixadhoc.internal.text.PathText;
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
 * The mounts of a confined program, as options of bubblewrap.
 *
 * <p>Outer folders come first, because a mount covers earlier mounts below it. Of two mounts for the same path the later call
 * counts. Paths contain no symbolic links, because bubblewrap would follow them inside. Not thread-safe.
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
     * Creates the mounts of the read-only file system of the host, with devices and processes of their own.
     *
     * @throws IOException if the user id of this JVM is unknown
     */
    BubblewrapMounts() throws IOException {
        put(Path.of("/"), "--ro-bind", "/", "/");
        put(Path.of("/dev"), "--dev", "/dev");
        if (isRoot()) {
            // the kernel lets root write its settings there, whatever its user namespace and capabilities
            put(PROCESSES, "--proc", "/proc", "--remount-ro", "/proc");
        } else {
            put(PROCESSES, "--proc", "/proc");
        }
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(PROCESSES.resolve("self"), "unix:uid").equals(0);
    }

    /** Replaces a folder for temporary files with an empty one. */
    void empty(Path folder) {
        hide(folder);
        try {
            temporary.add(folder.toRealPath());
        } catch (IOException e) {
            // the folder does not exist
        }
    }

    /** Replaces a folder or a file with an empty one, if it exists. */
    void hide(Path path) {
        if (!path.toFile().exists()) {
            // most of the many paths do not exist, and an exception for each would be slow
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
            // the user cannot access the path, and so neither can the program
        }
    }

    /** Hides a socket, unless it is in a writable folder. Must be called after all folders have been added. */
    void closeSocket(Path path) {
        try {
            Path real = path.toRealPath();
            Mount around = mountOf(real);
            if (!around.isEmpty() && !around.isWritable()) {
                cover(real);
            }
        } catch (IOException e) {
            // the socket has disappeared, or the user cannot access it
        }
    }

    private void cover(Path file) {
        put(file, "--ro-bind", NOTHING.toString(), file.toString());
    }

    /** Makes a folder writable. */
    void allow(Path folder) throws IOException {
        Path real = folder.toRealPath();
        put(real, WRITABLE, PathText.utf8(real), PathText.utf8(real));
        if (Files.isSymbolicLink(folder) && mountOf(folder).isEmpty()) {
            // the folder that contains the link is replaced with an empty one
            show(folder);
        }
    }

    /** Makes a path visible that a hidden folder contains, if it exists. A link stays a link. */
    void show(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            put(path, "--symlink", Files.readSymbolicLink(path).toString(), path.toString());
        } else if (Files.exists(path)) {
            Path real = path.toRealPath();
            if (!mountOf(real).isWritable()) {
                put(real, "--ro-bind", PathText.utf8(real), PathText.utf8(real));
            }
        }
    }

    /**
     * Makes the working directory of the program visible, if it is in a folder for temporary files. A folder that is hidden
     * for its content stays hidden, because the confinement takes precedence over the request.
     *
     * @throws IOException if the folder is hidden
     */
    void startIn(Path folder) throws IOException {
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
