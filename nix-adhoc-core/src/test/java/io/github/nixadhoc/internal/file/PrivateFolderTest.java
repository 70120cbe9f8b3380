package io.github.nixadhoc.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders that no other user can write to. */
class PrivateFolderTest {

    private static final int NOBODY = 65534;

    @TempDir
    private Path top;

    private Path folder;

    @BeforeEach
    void setUp() {
        folder = top.resolve("state/nix-adhoc/sessions/default");
    }

    @Test
    void aNewFolderAndThoseAboveItAreTheOwnersAlone() throws IOException {
        PrivateFolder.create(folder);

        for (Path each = folder; !each.equals(top); each = each.getParent()) {
            assertThat(mode(each)).isEqualTo("rwx------");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"state/nix-adhoc", "state/nix-adhoc/sessions", "state/nix-adhoc/sessions/default"})
    void othersLoseThePermissionToWrite(String open) throws IOException {
        PrivateFolder.create(folder);
        Files.setPosixFilePermissions(top.resolve(open), PosixFilePermissions.fromString("rwxrwxrwx"));

        PrivateFolder.create(folder);

        assertThat(mode(top.resolve(open))).isEqualTo("rwxr-xr-x");
    }

    @Test
    void aFolderThatOthersMayOnlyReadStaysAsItIs() throws IOException {
        PrivateFolder.create(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x---"));

        PrivateFolder.create(folder);

        assertThat(mode(folder)).isEqualTo("rwxr-x---");
    }

    @ParameterizedTest
    @ValueSource(strings = {"state/nix-adhoc", "state/nix-adhoc/sessions", "state/nix-adhoc/sessions/default"})
    void aFolderOfAnotherUserIsRefused(String foreign) throws IOException {
        PrivateFolder.create(folder);
        giveAway(top.resolve(foreign));

        assertThatThrownBy(() -> PrivateFolder.create(folder))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("another user");
    }

    @Test
    void theFolderThatTheUserHasChosenMayBelongToAnybody() throws IOException {
        PrivateFolder.create(folder);
        giveAway(top.resolve("state"));

        assertThat(PrivateFolder.create(folder)).isDirectory();
    }

    @Test
    void aLinkToAFolderIsFollowed() throws IOException {
        Path real = Files.createDirectory(top.resolve("elsewhere"));
        Files.createDirectories(folder.getParent());
        Files.createSymbolicLink(folder, real);

        assertThat(PrivateFolder.create(folder)).isDirectory();
    }

    @Test
    void aFileOfAnotherUserAndALinkAreNotOwn() throws IOException {
        Path own = Files.createFile(top.resolve("own"));
        Path link = Files.createSymbolicLink(top.resolve("link"), own);

        assertThat(PrivateFolder.isOwn(own)).isTrue();
        assertThat(PrivateFolder.isOwn(link)).isFalse();
        assertThat(PrivateFolder.isOwn(top.resolve("missing"))).isFalse();
        giveAway(own);
        assertThat(PrivateFolder.isOwn(own)).isFalse();
    }

    private static void giveAway(Path path) throws IOException {
        boolean isRoot = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        assumeTrue(isRoot, "only root can give a file to another user");
        Files.setAttribute(path, "unix:uid", NOBODY);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
