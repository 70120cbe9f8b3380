package io.github.nixadhoc.internal.confine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links that a program may have made in a folder which it may change. */
class ChangeableFoldersTest {

    @TempDir
    private Path top;

    private Path project;

    @BeforeEach
    void setUp() throws IOException {
        top = top.toRealPath();
        project = Files.createDirectories(top.resolve("project/deep/er"))
                .getParent()
                .getParent();
        Files.createDirectories(top.resolve("home/.ssh"));
        Files.createSymbolicLink(top.resolve("alias"), project);
        Files.createSymbolicLink(project.resolve("out"), top.resolve("home"));
        Files.createSymbolicLink(project.resolve("chain"), Path.of("out"));
        Files.createSymbolicLink(project.resolve("up"), Path.of("../home/.ssh"));
        Files.createSymbolicLink(project.resolve("within"), Path.of("deep"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"project/out", "project/out/.ssh", "project/chain", "project/up", "alias/out", "alias/chain/.ssh"
            })
    void aLinkOutOfAFolderIsRefused(String path) throws IOException {
        ChangeableFolders folders = ChangeableFolders.of(List.of(project));

        assertThatThrownBy(() -> folders.resolve(top.resolve(path)))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("name ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"project", "project/deep/er", "project/within/er", "alias", "alias/within", "home", "home/.ssh"})
    void everyOtherPathIsResolved(String path) throws IOException {
        ChangeableFolders folders = ChangeableFolders.of(List.of(project));

        assertThat(folders.resolve(top.resolve(path)))
                .isEqualTo(top.resolve(path).toRealPath());
    }

    @Test
    void aFolderThatIsItselfALinkOutOfAnotherIsRefused() throws IOException {
        ChangeableFolders folders = ChangeableFolders.of(List.of(project, project.resolve("out")));

        assertThatThrownBy(() -> folders.resolve(project.resolve("out"))).isInstanceOf(AccessDeniedException.class);
    }
}
