package io.github.nixadhoc.internal.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes a file atomically: a reader sees either the old or the new content. */
public final class AtomicFile {

    /** The content of a file. */
    public interface Content {

        /** Writes the content. */
        void writeTo(OutputStream out) throws IOException;
    }

    private AtomicFile() {}

    /**
     * Writes a file. An existing file keeps its permissions, and its owner and group if this user may set them. A new file gets
     * the default permissions. A symbolic link is replaced, not followed.
     *
     * @throws IOException if it cannot be written, in which case nothing has changed
     */
    public static void write(Path file, byte[] content) throws IOException {
        write(file, out -> out.write(content));
    }

    /**
     * Writes a file like {@link #write(Path, byte[])}, whose content need not fit into memory.
     *
     * @throws IOException if it cannot be written, in which case nothing has changed
     */
    public static void write(Path file, Content content) throws IOException {
        replace(file, content, false);
    }

    /**
     * Writes a file like {@link #write(Path, Content)} that only its owner may read and write, even if it existed before.
     *
     * @throws IOException if it cannot be written, in which case nothing has changed
     */
    public static void writePrivately(Path file, Content content) throws IOException {
        replace(file, content, true);
    }

    private static void replace(Path file, Content content, boolean isPrivate) throws IOException {
        Path temporary = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            PosixFileAttributes old = isPrivate ? null : attributes(file);
            if (isPrivate) {
                createPrivate(temporary);
                fill(temporary, content);
            } else if (old == null) {
                fill(temporary, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } else {
                writeAs(old, temporary, content);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void createPrivate(Path temporary) throws IOException {
        Files.createFile(temporary, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static void fill(Path temporary, Content content, OpenOption... options) throws IOException {
        try (OutputStream out = Files.newOutputStream(temporary, options)) {
            content.writeTo(out);
        }
    }

    private static @Nullable PosixFileAttributes attributes(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        return view == null ? null : view.readAttributes();
    }

    private static void writeAs(PosixFileAttributes old, Path temporary, Content content) throws IOException {
        // the new content must never be readable by users who could not read the old one
        createPrivate(temporary);
        fill(temporary, content);
        PosixFileAttributeView view = Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
        PosixFileAttributes own = view.readAttributes();
        try {
            if (!own.group().equals(old.group())) {
                view.setGroup(old.group());
            }
            if (!own.owner().equals(old.owner())) {
                view.setOwner(old.owner());
            }
        } catch (IOException e) {
            // only root may change the owner, and the content matters more
        }
        view.setPermissions(old.permissions());
    }
}
