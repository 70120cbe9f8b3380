package io.github.nixadhoc.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.nio.file.Path;

/** Named pipes in the file system. */
public final class NamedPipes {

    private NamedPipes() {}

    /** Creates a named pipe, and returns its path. */
    public static Path create(Path path) throws IOException {
        assertThat(Waits.forExit(new ProcessBuilder("mkfifo", path.toString()).start()))
                .isZero();
        return path;
    }
}
