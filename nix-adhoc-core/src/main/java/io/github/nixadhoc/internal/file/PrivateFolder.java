package io.github.nixadhoc.internal.file;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Folders and files of this user alone. What another user has written is never acted upon: it could name a process to stop,
 * or a program to start.
 */
public final class PrivateFolder {

    /** The name of the folder that has all other folders of this library. */
    static final String TOP = "nix-adhoc";

    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> WRITE_OF_OTHERS =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
    private static final String OWNER = "unix:uid";

    private PrivateFolder() {}

    /**
     * Creates a folder that only its owner can read or change, whatever the umask, with those above it. If others may
     * write to an existing folder of this user, they lose that permission.
     *
     * @return the folder
     * @throws AccessDeniedException if it belongs to another user, or a folder of this library above it does
     * @throws IOException if it cannot be created
     */
    public static Path create(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Path unused = Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNERS));
        }
        for (Path each = folder; each != null; each = parentOfOurs(each)) {
            requireOwn(each);
        }
        return folder;
    }

    /** Returns the parent, if it is a folder of this library too. */
    private static @Nullable Path parentOfOurs(Path folder) {
        Path parent = folder.getParent();
        boolean isTop = folder.endsWith(TOP);
        for (Path each = parent; !isTop && each != null; each = each.getParent()) {
            if (each.endsWith(TOP)) {
                return parent;
            }
        }
        return null;
    }

    private static void requireOwn(Path folder) throws IOException {
        if (!Files.getAttribute(folder, OWNER).equals(OwnUser.ID)) {
            throw new AccessDeniedException(folder.toString(), null, "it belongs to another user");
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
        if (permissions.removeAll(WRITE_OF_OTHERS)) {
            Files.setPosixFilePermissions(folder, permissions);
        }
    }

    /** Returns whether a file or a folder belongs to this user, and is no link. It need not exist. */
    public static boolean isOwn(Path path) {
        try {
            return Files.getAttribute(path, OWNER, LinkOption.NOFOLLOW_LINKS).equals(OwnUser.ID)
                    && !Files.isSymbolicLink(path);
        } catch (IOException e) {
            return false;
        }
    }

    /** Holds the id of this user, which is looked up on first use. */
    private static final class OwnUser {

        static final int ID = id();

        private static int id() {
            try (FileInputStream status = new FileInputStream("/proc/self/status")) {
                return effectiveUser(new String(status.readAllBytes(), StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                return ofNewFile();
            }
        }

        /** Returns the second number of the line {@code Uid:}, after that of the real user. */
        private static int effectiveUser(String status) {
            int line = status.indexOf("\nUid:\t");
            int begin = status.indexOf('\t', line + "\nUid:\t".length()) + 1;
            return Integer.parseUnsignedInt(status.substring(begin, status.indexOf('\t', begin)));
        }

        /** Not every system has {@code /proc}. */
        private static int ofNewFile() {
            try {
                Path file = Files.createTempFile(TOP, "");
                try {
                    return (Integer) Files.getAttribute(file, OWNER);
                } finally {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
