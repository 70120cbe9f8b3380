package io.github.nixadhoc.examples;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** A flake with a cow that is unpacked from this jar into a temporary directory, and deleted when closed. */
final class DemoFlake implements AutoCloseable {

    private static final String FLAKE = "flake.nix";
    private static final String PROGRAM = "bin/cowsay";

    private final Path directory;

    private DemoFlake(Path directory) {
        this.directory = directory;
    }

    static DemoFlake unpack() throws IOException {
        Path directory = Files.createTempDirectory("nix-adhoc-demo-");
        DemoFlake flake = new DemoFlake(directory);
        for (String file : List.of(FLAKE, PROGRAM)) {
            Path target = directory.resolve(file);
            Files.createDirectories(target.getParent());
            try (InputStream resource = DemoFlake.class.getResourceAsStream("demo/" + file)) {
                Files.copy(Objects.requireNonNull(resource, file), target);
            }
        }
        if (!directory.resolve(PROGRAM).toFile().setExecutable(true)) {
            throw new IOException("cannot make " + directory.resolve(PROGRAM) + " executable");
        }
        return flake;
    }

    String installable(String name) {
        return "path:" + directory + "#" + name;
    }

    @Override
    public void close() throws IOException {
        for (String file : List.of(FLAKE, PROGRAM, "bin", "")) {
            Files.deleteIfExists(directory.resolve(file));
        }
    }
}
