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

/** Writes a file so that whoever reads it sees either what was there before or all of what is there now. */
public final class AtomicFile {

    /** The content of a file, which writes itself. */
    public interface Content {

        /** Writes it. */
        void writeTo(OutputStream out) throws IOException;
    }

    private AtomicFile() {}

    /**
     * Writes a file. One that is there keeps its permissions, and its owner and group where this user may set them; a
     * new one gets the permissions that new files get here. A symbolic link is replaced, not followed.
     *
     * @throws IOException if it cannot be written; nothing has changed then
     */
    public static void write(Path file, byte[] content) throws IOException {
        write(file, out -> out.write(content));
    }

    /**
     * Writes a file like {@link #write(Path, byte[])}, which need not be in memory as a whole.
     *
     * @throws IOException if it cannot be written; nothing has changed then
     */
    public static void write(Path file, Content content) throws IOException {
        replace(file, content, false);
    }

    /**
     * Writes a file like {@link #write(Path, Content)} that only its owner may read and write, whatever was there before.
     *
     * @throws IOException if it cannot be written; nothing has changed then
     */
    public static void writePrivately(Path file, Content content) throws IOException {
        replace(file, content, true);
    }

    private static void replace(Path file, Content content, boolean isPrivate) throws IOException {
        Path draft = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            PosixFileAttributes before = isPrivate ? null : attributes(file);
            if (isPrivate) {
                createPrivate(draft);
                fill(draft, content);
            } else if (before == null) {
                fill(draft, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } else {
                writeAs(before, draft, content);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void createPrivate(Path draft) throws IOException {
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static void fill(Path draft, Content content, OpenOption... options) throws IOException {
        try (OutputStream out = Files.newOutputStream(draft, options)) {
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

    private static void writeAs(PosixFileAttributes before, Path draft, Content content) throws IOException {
        // At no time may anybody read it who could not read what was there before.
        createPrivate(draft);
        fill(draft, content);
        PosixFileAttributeView view = Files.getFileAttributeView(draft, PosixFileAttributeView.class);
        PosixFileAttributes own = view.readAttributes();
        try {
            if (!own.group().equals(before.group())) {
                view.setGroup(before.group());
            }
            if (!own.owner().equals(before.owner())) {
                view.setOwner(before.owner());
            }
        } catch (IOException e) {
            // only root may give files away; the content matters more than whose it is
        }
        view.setPermissions(before.permissions());
    }
}
