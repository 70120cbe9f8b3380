package io.github.nixadhoc.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.model.StorePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreViewTest {

    private static final String HASH = "00000000000000000000000000000000";
    private static final String NAME = HASH + "-hello-1.0";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "auto, /nix/store, /nix/store, /nix/var/nix",
        "'', /nix/store, /nix/store, /nix/var/nix",
        "daemon, /nix/store, /nix/store, /nix/var/nix",
        "local, /nix/store, /nix/store, /nix/var/nix",
        "local://, /nix/store, /nix/store, /nix/var/nix",
        "unix:///socket, /nix/store, /nix/store, /nix/var/nix",
        "/, /nix/store, /nix/store, /nix/var/nix",
        "local?root=/, /nix/store, /nix/store, /nix/var/nix",
        // a root
        "/dir, /nix/store, /dir/nix/store, /dir/nix/var/nix",
        "/dir/, /nix/store, /dir/nix/store, /dir/nix/var/nix",
        "local?root=/dir, /nix/store, /dir/nix/store, /dir/nix/var/nix",
        "local://?root=%2Fa%20b&x=y, /nix/store, /a b/nix/store, /a b/nix/var/nix",
        "local?x=y&root=/a+b, /nix/store, /a+b/nix/store, /a+b/nix/var/nix",
        "auto?root=/dir, /nix/store, /dir/nix/store, /dir/nix/var/nix",
        "?root=/dir, /nix/store, /dir/nix/store, /dir/nix/var/nix",
        "unix:///socket?root=/dir, /nix/store, /dir/nix/store, /dir/nix/var/nix",
        "daemon?root=/dir, /nix/store, /dir/nix/store, /dir/nix/var/nix",
        "local:///dir, /nix/store, /dir/nix/store, /dir/nix/var/nix",
        "local:///a%20b?store=/nix/store, /nix/store, /a b/nix/store, /a b/nix/var/nix",
        "local:///, /nix/store, /nix/store, /nix/var/nix",
        "unix://?root=/dir, /nix/store, /dir/nix/store, /dir/nix/var/nix",
        "/other?root=/dir, /nix/store, /dir/nix/store, /dir/nix/var/nix",
        "local?root=, /nix/store, /nix/store, /nix/var/nix",
        // paths that begin with something else
        "auto, /y/store, /y/store, /nix/var/nix",
        "/dir, /y/store, /dir/nix/store, /dir/nix/var/nix",
        "/, /y/store, /nix/store, /nix/var/nix",
        "/dir?store=/y/store, /y/store, /dir/nix/store, /dir/nix/var/nix",
        "local?root=/dir&store=/y/store, /y/store, /dir/nix/store, /dir/nix/var/nix",
        // files and state in another place
        "local?real=/r, /nix/store, /r, /nix/var/nix",
        "local?root=/dir&real=/r, /nix/store, /r, /dir/nix/var/nix",
        "/dir?real=/r&state=/s, /y/store, /r, /s",
        "local?state=/s, /nix/store, /nix/store, /s"
    })
    void theFilesAndTheStateAreWhereNixHasThem(String address, String storeDirectory, Path files, Path state) {
        StoreView view = StoreView.of(address, storeDirectory, Map.of("NIX_STATE_DIR", "/nix/var/nix"));
        StorePath hello = StorePath.parse(storeDirectory + "/" + NAME);

        assertThat(view.folder()).isEqualTo(files);
        assertThat(view.file(hello)).isEqualTo(files.resolve(NAME));
        assertThat(view.stateDirectory()).isEqualTo(state);
        assertThat(view.isRelocated(hello)).isEqualTo(!files.equals(Path.of(storeDirectory)));
        assertThat(view.isOnThisMachine()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://cache.example.org",
                "file:///cache",
                "s3://bucket",
                "ssh://host",
                "ssh-ng://host?root=/x"
            })
    void theFilesOfOtherStoresAreNotHere(String address) {
        StoreView view = StoreView.of(address, "/nix/store", Map.of());

        assertThat(view.isOnThisMachine()).isFalse();
        assertThat(view.isUsual()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "auto, true",
        "daemon, true",
        "unix:///socket, true",
        "local, true",
        "local?trusted=true, true",
        "/dir, false",
        "/, false",
        "local?real=/r, false",
        "local?state=/s, false"
    })
    void onlyTheUsualStoreHasTheProfilesOfTheUsers(String address, boolean usual) {
        assertThat(StoreView.of(address, "/nix/store", Map.of("NIX_STATE_DIR", directory.toString()))
                        .isUsual())
                .isEqualTo(usual);
    }

    @Test
    void linksInARelocatedStoreLeadToItsFilesAndOutOfItToThoseOfTheMachine() throws IOException {
        Path files = Files.createDirectories(directory.resolve("root/nix/store/" + NAME + "/bin"));
        Files.createSymbolicLink(files.resolve("inside"), Path.of("/y/store/" + NAME + "/bin/real"));
        Files.createSymbolicLink(files.resolve("relative"), Path.of("../bin/real"));
        Path outside = Files.createFile(directory.resolve("outside"));
        Files.createSymbolicLink(files.resolve("outside"), outside);
        Files.createSymbolicLink(files.resolve("cycle"), Path.of("cycle"));
        StoreView view = StoreView.of(directory.resolve("root").toString(), "/y/store", Map.of());
        StorePath hello = StorePath.parse("/y/store/" + NAME);

        assertThat(view.file(hello, hello + "/bin/inside")).isEqualTo(files.resolve("real"));
        assertThat(view.file(hello, hello + "/bin/relative")).isEqualTo(files.resolve("real"));
        assertThat(view.file(hello, hello + "/bin/outside")).isEqualTo(outside);
        assertThat(view.resolveLinks(hello, hello + "/bin/inside")).isEqualTo(hello + "/bin/real");
        assertThat(view.file(hello, hello + "/bin/cycle")).isEqualTo(files.resolve("cycle"));
    }

    @Test
    void aFolderOfFilesThatIsALinkIsMounted() throws IOException {
        Path files = Files.createDirectories(directory.resolve("files/" + NAME));
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("files"));
        StoreView view = StoreView.of("local?real=" + link, "/y/store", Map.of());
        StorePath hello = StorePath.parse("/y/store/" + NAME);

        assertThat(view.resolveLinks(hello, hello + "/x")).isEqualTo(hello + "/x");
        assertThat(view.file(hello, hello + "/x").getParent()).isEqualTo(link.resolve(NAME));
        assertThat(view.isPresent(hello)).isTrue();
        assertThat(files).exists();
    }
}
