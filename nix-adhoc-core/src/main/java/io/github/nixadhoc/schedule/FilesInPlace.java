package io.github.nixadhoc.schedule;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.FileAccessException;
import io.github.nixadhoc.error.FileConflictException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.internal.file.AtomicFile;
import io.github.nixadhoc.internal.file.PrivateFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of a schedule on disk, which may also be files of the user. */
final class FilesInPlace {

    private final boolean replaceExisting;

    /**
     * Creates the view.
     *
     * @param replaceExisting true if files of the user may be overwritten
     */
    FilesInPlace(boolean replaceExisting) {
        this.replaceExisting = replaceExisting;
    }

    static FileState state(Path file, String expected) {
        FileState state = state(file);
        return state == FileState.OTHER && read(file).equals(expected) ? FileState.CURRENT : state;
    }

    /** Returns the state of a file without a comparison. */
    static FileState state(Path file) {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return FileState.ABSENT;
        }
        // A link to such a file was made by the user, and writing here would break it.
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return FileState.FOREIGN;
        }
        String text = read(file);
        if (!Marker.isIn(text)) {
            return FileState.FOREIGN;
        }
        return Marker.isIntact(text) ? FileState.OTHER : FileState.EDITED;
    }

    /**
     * Writes the missing files.
     *
     * @return the written files
     * @throws FileConflictException if one of them is a file of the user; none has been written then
     */
    List<Path> write(List<ScheduleFile> files) {
        List<ScheduleFile> missing = files.stream()
                .filter(file -> state(file.path(), file.content()) != FileState.CURRENT)
                .toList();
        missing.forEach(file -> requireOurs(file.path(), "write"));
        Map<Path, byte[]> before = new LinkedHashMap<>();
        for (ScheduleFile file : missing) {
            try {
                createDirectoryOf(file.path());
                byte[] old = Files.isRegularFile(file.path()) ? Files.readAllBytes(file.path()) : new byte[0];
                AtomicFile.write(file.path(), file.content().getBytes(StandardCharsets.UTF_8));
                before.put(file.path(), old);
            } catch (IOException e) {
                restore(before);
                throw failed("write " + file.path(), e);
            }
        }
        return List.copyOf(before.keySet());
    }

    private static void createDirectoryOf(Path file) throws IOException {
        Path directory = file.getParent();
        // JDK 17 refuses a link to a directory.
        if (directory != null && !Files.isDirectory(directory)) {
            Path unused = PrivateFolder.create(directory);
        }
    }

    /** A service without its timer does no harm, but is not wanted. */
    private static void restore(Map<Path, byte[]> before) {
        before.forEach((file, content) -> {
            try {
                if (content.length == 0) {
                    Files.delete(file);
                } else {
                    AtomicFile.write(file, content);
                }
            } catch (IOException e) {
                // the first failure is reported
            }
        });
    }

    /**
     * Returns the files that may be deleted. Files that this library did not write are never deleted.
     *
     * @throws FileConflictException if one of them has been edited
     */
    List<Path> deletable(List<Path> files) {
        List<Path> ours = files.stream()
                .filter(file -> state(file) != FileState.ABSENT && state(file) != FileState.FOREIGN)
                .toList();
        ours.forEach(file -> requireOurs(file, "delete"));
        return ours;
    }

    private void requireOurs(Path file, String verb) {
        FileState state = state(file);
        if (!replaceExisting && (state == FileState.FOREIGN || state == FileState.EDITED)) {
            String why = state == FileState.FOREIGN
                    ? " does not come from this library"
                    : " has been edited since this library wrote it";
            throw new FileConflictException(
                    Failure.of(
                            "will not " + verb + " " + file + ", which" + why + "; nothing was changed",
                            "move it away, or call replaceExisting() if it may be lost"),
                    file);
        }
    }

    /**
     * Deletes files, and links to them. Directories stay, since the user may have created them.
     *
     * @return the deleted files
     */
    static List<Path> delete(List<Path> files, List<Path> links) {
        List<Path> deleted = new ArrayList<>();
        try {
            for (Path link : links) {
                if (Files.isSymbolicLink(link) && leadsToOneOf(files, link)) {
                    Files.delete(link);
                    deleted.add(link);
                }
            }
            // the last file starts the others
            for (int i = files.size() - 1; i >= 0; i--) {
                if (Files.deleteIfExists(files.get(i))) {
                    deleted.add(files.get(i));
                }
            }
        } catch (IOException e) {
            throw failed("delete the files of the schedule", e);
        }
        return deleted;
    }

    private static boolean leadsToOneOf(List<Path> files, Path link) throws IOException {
        for (Path file : files) {
            if (Files.exists(link) && Files.isSameFile(file, link)) {
                return true;
            }
        }
        return false;
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw failed("read " + file, e);
        }
    }

    private static NixException failed(String verb, IOException e) {
        NixException failure = new FileAccessException(
                Failure.of("could not " + verb + ": " + e, "see who owns the directory, and whether the disk is full"));
        failure.initCause(e);
        return failure;
    }
}
