package io.github.nixadhoc.internal.exec;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file or directory under a name that the JDK can pass to the operating system. This is its own name or, if the locale of
 * this JVM cannot express that, the name of a temporary link.
 */
final class NamedFile implements AutoCloseable {

    private final String name;
    private final @Nullable Path folder;

    private NamedFile(String name, @Nullable Path folder) {
        this.name = name;
        this.folder = folder;
    }

    /**
     * Returns the file of a path.
     *
     * @param text the text that the JDK turns into the bytes of the path; null if there is none
     * @throws IOException if a link is needed and cannot be made
     */
    static NamedFile of(Path path, @Nullable String text) throws IOException {
        if (text != null) {
            return new NamedFile(text, null);
        }
        try {
            Path folder = Files.createTempDirectory("nix-adhoc-");
            Path link = folder.resolve("link");
            NamedFile named = new NamedFile(link.toString(), folder);
            try {
                Files.createSymbolicLink(link, path.toAbsolutePath());
            } catch (IOException | RuntimeException e) {
                named.close();
                throw e;
            }
            return named;
        } catch (IOException | InvalidPathException e) {
            throw new IOException(
                    "the locale of this JVM cannot express the path " + path
                            + ", and a link to it could not be made in "
                            + System.getProperty("java.io.tmpdir") + ": " + e.getMessage()
                            + "; run the JVM in a UTF-8 locale",
                    e);
        }
    }

    File file() {
        return new File(name);
    }

    /** Deletes the link. The process keeps what it has opened by it. */
    @Override
    public void close() {
        if (folder != null) {
            try {
                Files.deleteIfExists(Path.of(name));
                Files.deleteIfExists(folder);
            } catch (IOException e) {
                // a link in the temporary folder is left behind
            }
        }
    }
}
