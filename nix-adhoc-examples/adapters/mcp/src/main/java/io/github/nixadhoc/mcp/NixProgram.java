package io.github.nixadhoc.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The Nix that an option names, tried before a client waits for its first answer. */
final class NixProgram {

    private static final int PATIENCE_SECONDS = 10;
    private static final int READ_BYTES = 100;

    private NixProgram() {}

    /**
     * Returns the program.
     *
     * @throws IllegalArgumentException if it is none, or does not say that it is Nix
     */
    static Path at(String value) {
        Path program = Path.of(value);
        if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
            throw refused(value, Files.exists(program) ? " is no file that can be executed" : " does not exist");
        }
        String version = version(program);
        if (!version.startsWith("nix (")) {
            throw refused(value, " --version says: " + version);
        }
        return program;
    }

    private static IllegalArgumentException refused(String value, String why) {
        return new IllegalArgumentException("--nix needs the path of the program nix: " + value + why);
    }

    /** Returns the beginning of the first line: a program that is no Nix may print without end, or wait. */
    private static String version(Path program) {
        try {
            Process process = new ProcessBuilder(program.toAbsolutePath().toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .execute(process::destroyForcibly);
            process.getOutputStream().close();
            try (InputStream output = process.getInputStream()) {
                String read = new String(output.readNBytes(READ_BYTES), StandardCharsets.ISO_8859_1);
                return read.lines().findFirst().orElse("nothing");
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
