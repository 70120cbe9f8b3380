package io.github.nixadhoc.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtomicFileTest {

    private static final byte[] CONTENT = "new".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "rw-r--r--", "rw-rw-rw-", "r--r--r--", "rwxr-x---"})
    void aFileKeepsItsPermissions(String text) throws IOException {
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(text);
        Path file = Files.writeString(folder.resolve("file"), "old");
        Files.setPosixFilePermissions(file, permissions);

        AtomicFile.write(file, CONTENT);

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(permissions);
        assertThat(file).hasBinaryContent(CONTENT);
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void aNewFileHasThePermissionsOfNewFiles() throws IOException {
        Path usual = Files.writeString(folder.resolve("usual"), "");

        AtomicFile.write(folder.resolve("file"), CONTENT);

        assertThat(Files.getPosixFilePermissions(folder.resolve("file")))
                .isEqualTo(Files.getPosixFilePermissions(usual));
    }

    @Test
    void aReaderOfTheOldFileContinuesToReadIt() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");

        try (var reader = Files.newInputStream(file)) {
            AtomicFile.write(file, CONTENT);

            assertThat(reader.readAllBytes()).asString().isEqualTo("old");
        }
    }

    @Test
    void aFailureLeavesNothingBehind() throws IOException {
        Path inTheWay = Files.createDirectories(folder.resolve("file/with something in it"));

        assertThatThrownBy(() -> AtomicFile.write(folder.resolve("file"), CONTENT))
                .isInstanceOf(IOException.class);
        assertThat(inTheWay).exists();
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }
}
