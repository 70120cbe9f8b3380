package io.github.nixadhoc.internal.search;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells whether the files of a flake are still what they were, by everything but their contents. */
final class LocalFiles {

    /** A checkout of nixpkgs has a third of that. To look at more takes longer than to ask Nix. */
    private static final int MAX_FILES = 200_000;

    /** What of a repository tells which commit is checked out, and what is staged; the rest has no part in it. */
    private static final Set<String> OF_GIT = Set.of("HEAD", "index", "packed-refs");

    private LocalFiles() {}

    /** Returns what changes whenever a file does; null if there are none, or too many to look at. */
    static @Nullable String fingerprint(String local) {
        try {
            Path root = Path.of(local).toRealPath();
            Visitor visitor = new Visitor(root);
            Files.walkFileTree(root, visitor);
            return visitor.files > MAX_FILES ? null : Digests.hex(visitor.digest);
        } catch (IOException e) {
            return null;
        }
    }

    private static final class Visitor extends SimpleFileVisitor<Path> {

        private final Path root;
        private final MessageDigest digest = Digests.sha256();
        private int files;

        Visitor(Path root) {
            this.root = root;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            if (isGit(directory)) {
                addGit(directory);
                return FileVisitResult.SKIP_SUBTREE;
            }
            return add(directory, null);
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (isGit(file)) {
                addWorkTree(file);
            }
            return add(file, attributes);
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return add(file, null);
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
            return FileVisitResult.CONTINUE;
        }

        private static boolean isGit(Path path) {
            Path name = path.getFileName();
            return name != null && name.toString().equals(".git");
        }

        private void addGit(Path directory) {
            for (String name : OF_GIT) {
                Path file = directory.resolve(name);
                FileVisitResult unused = add(file, attributes(file));
            }
        }

        /** Where there are several work trees, this file tells which folder is that of this one. */
        private void addWorkTree(Path file) {
            try {
                String told = Files.readString(file).strip();
                if (told.startsWith("gitdir: ")) {
                    addGit(file.resolveSibling(told.substring("gitdir: ".length())));
                }
            } catch (IOException | InvalidPathException e) {
                // not one of git's own
            }
        }

        private static @Nullable BasicFileAttributes attributes(Path file) {
            try {
                return Files.readAttributes(file, BasicFileAttributes.class);
            } catch (IOException e) {
                return null;
            }
        }

        private FileVisitResult add(Path file, @Nullable BasicFileAttributes attributes) {
            String seen = attributes == null
                    ? ""
                    : attributes.size() + " " + attributes.lastModifiedTime() + " " + attributes.fileKey();
            digest.update((root.relativize(file) + "\0" + seen + "\0").getBytes(StandardCharsets.UTF_8));
            return ++files > MAX_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }
    }
}
