package io.github.nixadhoc.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.testkit.Waits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged server in another place than it was built. */
class CopiedJarIT {

    private static final Path TARGET = Path.of("target").toAbsolutePath();

    @TempDir
    private Path elsewhere;

    private Process start(String... options) throws Exception {
        List<String> command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-jar",
                                elsewhere.resolve("nix-adhoc-mcp.jar").toString()),
                        Stream.of(options))
                .toList();
        return new ProcessBuilder(command).start();
    }

    private void copyJar() throws Exception {
        Files.copy(TARGET.resolve("nix-adhoc-mcp.jar"), elsewhere.resolve("nix-adhoc-mcp.jar"));
    }

    private void copyLibraries(String except) throws Exception {
        Files.createDirectory(elsewhere.resolve("lib"));
        try (Stream<Path> libraries = Files.list(TARGET.resolve("lib"))) {
            for (Path library : libraries.toList()) {
                if (!library.getFileName().toString().matches(except)) {
                    Files.copy(library, elsewhere.resolve("lib").resolve(library.getFileName()));
                }
            }
        }
    }

    @Test
    void withoutTheFolderBesideItTheJarSaysWhy() throws Exception {
        copyJar();

        Process server = start();

        assertSaysWhy(server);
    }

    @Test
    void withAPartOfTheFolderTheJarSaysWhy() throws Exception {
        copyJar();
        copyLibraries("mcp-core-.*");

        assertSaysWhy(start());
    }

    private static void assertSaysWhy(Process server) throws Exception {
        server.getOutputStream().close();
        Waits.forExit(server);
        assertThat(server.exitValue()).isEqualTo(2);
        assertThat(server.inputReader().lines()).isEmpty();
        assertThat(server.errorReader().lines().toList())
                .singleElement()
                .asString()
                .contains("needs the folder lib");
    }

    @Test
    void withTheFolderBesideItTheJarRuns() throws Exception {
        copyJar();
        copyLibraries("");

        Process server = start("--help");

        Waits.forExit(server);
        assertThat(server.exitValue()).isZero();
        assertThat(server.errorReader().lines().findFirst())
                .hasValueSatisfying(line -> assertThat(line).startsWith("usage: java -jar nix-adhoc-mcp.jar"));
    }
}
