package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.model.StorePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The older programs of Nix in printed lines: no line names a program that is not there. */
class PrintedToolsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"nix-store", "nix-collect-garbage"})
    void aToolBesideNixIsNamedThere(String tool) throws IOException {
        Path nix = program("bin/nix");
        Path beside = program("bin/" + tool);

        assertThat(line(nix, tool)).startsWith(beside + " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nix-store", "nix-collect-garbage"})
    void aToolBesideTheTargetOfALinkIsNamedThere(String tool) throws IOException {
        Path beside = program("real/" + tool);
        Path link = Files.createDirectories(folder.resolve("links")).resolve("nix");
        Files.createSymbolicLink(link, program("real/nix"));

        assertThat(line(link, tool)).startsWith(beside.toRealPath() + " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nix-store", "nix-collect-garbage"})
    void aToolOfAWrapperIsFoundOnPath(String tool) throws IOException {
        assertThat(line(program("wrapper/nix"), tool)).startsWith(tool + " ");
    }

    @Test
    void aToolOfANixThatHasGoneIsFoundOnPath() throws IOException {
        Path nix = program("gone/nix");
        try (NixClient client = NixClient.builder().nixBinary(nix).build()) {
            Files.delete(nix);

            assertThat(client.repairStore().toShellCommand()).startsWith("nix-store ");
        }
    }

    @Test
    void eachCommandOfAnOlderToolNamesTheOneThatIsThere() throws IOException {
        StorePath path = StorePath.parse("/nix/store/00000000000000000000000000000000-hello");
        try (NixClient client =
                NixClient.builder().nixBinary(program("wrapper/nix")).build()) {
            assertThat(client.deletePaths(path).toShellCommand()).startsWith("nix-store ");
            assertThat(client.listRoots().toShellCommand()).startsWith("nix-store ");
            assertThat(client.listRoots().keeping(path).toShellCommand()).startsWith("nix-store ");
        }
    }

    private static String line(Path nix, String tool) {
        try (NixClient client = NixClient.builder().nixBinary(nix).build()) {
            return tool.equals("nix-store")
                    ? client.repairStore().toShellCommand()
                    : client.collectGarbage().toShellCommand();
        }
    }

    private Path program(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
