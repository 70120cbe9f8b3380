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
    private static final Path ROOT = Path.of("/");
    private static final Path PROCESSES = Path.of("/proc");

    private final Map<Path, List<String>> mounts =
            new TreeMap<>(Comparator.comparingInt(Path::getNameCount).thenComparing(Comparator.naturalOrder()));
    private final Set<Path> temporary = new HashSet<>();

    private final ChangeableFolders changeable;

    /**
     * Creates the mounts of a file system with devices and processes of their own.
     *
     * @param isWhole whether it has the files of the host, read-only; else it is empty
     * @param changeable the folders that are going to be allowed
     * @throws IOException if the user id of this JVM is unknown
     */
    BubblewrapMounts(boolean isWhole, ChangeableFolders changeable) throws IOException {
        this.changeable = changeable;
        if (isWhole) {
            put(ROOT, "--ro-bind", "/", "/");
        } else {
            put(ROOT, EMPTY, "/");
            temporary.add(ROOT);
        }
        put(Path.of("/dev"), "--dev", "/dev");
        if (HostProcesses.isRoot()) {
            // the kernel lets root write its settings there, whatever its user namespace and capabilities
            put(PROCESSES, "--proc", "/proc", "--remount-ro", "/proc");
        } else {
            put(PROCESSES, "--proc", "/proc");
        }
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
                put(real, EMPTY, PathText.utf8(real));
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

    private void cover(Path file) throws IOException {
        put(file, "--ro-bind", NOTHING.toString(), PathText.utf8(file));
    }

    /** Makes a folder writable. */
    void allow(Path folder) throws IOException {
        Path real = changeable.resolve(folder);
        put(real, WRITABLE, PathText.utf8(real), PathText.utf8(real));
        if (Files.isSymbolicLink(folder) && mountOf(folder).isEmpty()) {
            // the folder that contains the link is replaced with an empty one
            show(folder);
        }
    }

    /** Makes a path readable for which a user asks, if it exists, and hides nothing of it any more. */
    void read(Path path) throws IOException {
        if (Files.exists(path)) {
            Path real = changeable.resolve(path);
            if (!mountOf(real).isWritable()) {
                put(real, "--ro-bind", PathText.utf8(real), PathText.utf8(real));
            }
            if (Files.isSymbolicLink(path) && mountOf(path).isEmpty()) {
                show(path);
            }
        }
    }

    /**
     * Insists that programs cannot change a file.
     *
     * @throws AccessDeniedException if it is in a writable folder
     */
    void requireOutOfReach(Path file) throws IOException {
        if (mountOf(file).isWritable()) {
            throw new AccessDeniedException(
                    file.toString(), null, "the audit is in a folder given to writable(…): keep it elsewhere");
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
     * @param given the directory as the request names it, whose links are followed
     * @throws IOException if the folder is hidden
     */
    void startIn(Path given) throws IOException {
        Path folder = given.toRealPath();
        Mount around = mountOf(folder);
        if (folder.equals(around.at()) || !around.isEmpty()) {
            return;
        }
        if (!temporary.contains(around.at())) {
            throw new AccessDeniedException(folder.toString(), null, "it is in " + around.at() + ", which is hidden");
        }
        show(changeable.resolve(given));
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
        if (mountOf(ROOT).isEmpty()) {
            options.addAll(List.of("--remount-ro", "/"));
        }
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
