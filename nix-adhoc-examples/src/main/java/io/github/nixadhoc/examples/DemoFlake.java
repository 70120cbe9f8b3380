package io.github.nixadhoc.examples;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** A flake with two packages that is unpacked from this jar into a temporary directory, and deleted when closed. */
final class DemoFlake implements AutoCloseable {

    private static final String FLAKE = "flake.nix";
    private static final List<String> PROGRAMS = List.of("cowsay/bin/cowsay", "hello/bin/hello");
    private static final List<String> FOLDERS = List.of("cowsay/bin", "cowsay", "hello/bin", "hello", "");

    private final Path directory;

    private DemoFlake(Path directory) {
        this.directory = directory;
    }

    static DemoFlake unpack() throws IOException {
        DemoFlake flake = new DemoFlake(Files.createTempDirectory("nix-adhoc-demo-"));
        flake.unpack(FLAKE);
        for (String program : PROGRAMS) {
            flake.unpack(program);
            if (!flake.directory.resolve(program).toFile().setExecutable(true)) {
                throw new IOException("cannot make " + program + " executable in " + flake.directory);
            }
        }
        return flake;
    }

    private void unpack(String file) throws IOException {
        Path target = directory.resolve(file);
        Files.createDirectories(target.getParent());
        try (InputStream resource = DemoFlake.class.getResourceAsStream("demo/" + file)) {
            Files.copy(Objects.requireNonNull(resource, file), target);
        }
    }

    String reference() {
        return "path:" + directory;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(directory.resolve(FLAKE));
        for (String program : PROGRAMS) {
            Files.deleteIfExists(directory.resolve(program));
        }
        for (String folder : FOLDERS) {
            Files.deleteIfExists(directory.resolve(folder));
        }
    }
}
