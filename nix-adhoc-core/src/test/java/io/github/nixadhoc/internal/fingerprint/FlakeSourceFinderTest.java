package io.github.nixadhoc.internal.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlakeSourceFinderTest {

    @TempDir
    Path folder;

    private Path flake;

    @BeforeEach
    void makeFlake() throws IOException {
        folder = folder.toRealPath();
        flake = Files.createDirectories(folder.resolve("flake"));
        Files.writeString(flake.resolve("flake.nix"), "{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "github:NixOS/nixpkgs/0123456789012345678901234567890123456789",
                "github:NixOS/nixpkgs?rev=0123456789abcdef012345678901234567890123",
                "nixpkgs/0123456789abcdef012345678901234567890123",
                "nixpkgs/nixos-25.05/0123456789abcdef012345678901234567890123",
                "git+https://example.org/x?ref=main&rev=0123456789abcdef012345678901234567890123",
                "git+file:///tmp/x?rev=0123456789abcdef012345678901234567890123",
                "https://example.org/x.tar.gz?narHash=sha256-AAAA",
                "path:/tmp/x?narHash=sha256-AAAA",
                "path:/nix/store/00000000000000000000000000000000-source"
            })
    void whatNamesARevisionOrAHashIsLocked(String reference) {
        assertThat(find(reference)).isEqualTo(FlakeSource.LOCKED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nixpkgs",
                "nixpkgs/nixos-25.05",
                "flake:nixpkgs",
                "github:NixOS/nixpkgs",
                "github:NixOS/nixpkgs/nixos-25.05",
                "github:NixOS/nixpkgs/0123456",
                "gitlab:a/b",
                "git+ssh://git@example.org/x",
                "https://example.org/x.tar.gz"
            })
    void whatIsElsewhereFloats(String reference) {
        assertThat(find(reference)).isEqualTo(FlakeSource.FLOATING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hg+file:///tmp/x",
                "tarball+file:///tmp/x.tar.gz",
                "file:///tmp/x.tar.gz",
                "path:/no/such/folder",
                "./no-such",
                "~x",
                "hg+https://example.org/x"
            })
    void whatIsNotUnderstoodHasNoSource(String reference) {
        assertThat(find(reference)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"path:./flake", "./flake", "path:flake", "./flake/../flake"})
    void aRelativeReferenceLeadsFromItsDirectory(String reference) {
        assertThat(withoutWays(find(reference))).isEqualTo(FlakeSource.local(flake, flake));
    }

    @Test
    void aFolderBelowAFlakeIsThatFlake() throws IOException {
        Files.createDirectories(flake.resolve("a/b"));

        assertThat(withoutWays(find("./flake/a/b"))).isEqualTo(FlakeSource.local(flake, flake));
    }

    @Test
    void aFlakeInARepositoryComesFromAllOfIt() throws IOException {
        Files.createDirectories(folder.resolve(".git"));

        assertThat(find("./flake")).isEqualTo(FlakeSource.local(folder, flake));
    }

    @ParameterizedTest
    @ValueSource(strings = {"./link", "path:link", "path:./link", "./flake/../link", "./chain/flake"})
    void aLinkOnTheWayIsPartOfTheSource(String reference) throws IOException {
        Files.createSymbolicLink(folder.resolve("link"), Path.of("flake"));
        Files.createSymbolicLink(folder.resolve("to"), folder);
        Files.createSymbolicLink(folder.resolve("chain"), Path.of("to"));

        FlakeSource source = find(reference);

        assertThat(withoutWays(source)).isEqualTo(FlakeSource.local(flake, flake));
        assertThat(source.ways()).isNotEmpty().allMatch(SourceWay::isUnchanged);
        for (String name : List.of("link", "to")) {
            Files.delete(folder.resolve(name));
            Files.createSymbolicLink(folder.resolve(name), Path.of("elsewhere"));
        }
        assertThat(source.ways()).anyMatch(way -> !way.isUnchanged());
    }

    @Test
    void theFoldersAboveAFlakeWithoutARepositoryArePartOfTheSource() throws IOException {
        FlakeSource source = find("./flake");
        assertThat(source.ways()).hasSize(1).allMatch(SourceWay::isUnchanged);

        Files.createDirectories(folder.resolve(".git"));

        assertThat(source.ways()).noneMatch(SourceWay::isUnchanged);
    }

    @Test
    void aPathWhoseLinksAndNamesLeadToDifferentFlakesIsNotCertain() throws IOException {
        Path other = Files.createDirectories(folder.resolve("other/flake"));
        Files.writeString(other.resolve("flake.nix"), "{}");
        Files.createDirectories(folder.resolve("other/deep"));
        Files.createSymbolicLink(folder.resolve("way"), Path.of("other/deep"));

        assertThat(find("./way/../flake")).isNull();
        assertThat(find("path:way/../flake")).isNull();
    }

    @Test
    void aRepositoryThatIsAboveOnlyOneOfTheLinkAndItsFolderIsNotCertain() throws IOException {
        Path repository = Files.createDirectories(folder.resolve("repository"));
        Files.createDirectories(repository.resolve(".git"));
        Files.createSymbolicLink(repository.resolve("link"), folder);

        assertThat(find("./repository/link/flake")).isNull();
    }

    /** As Nix leaves it: read-only, and of the first second of 1970. */
    @Test
    void aFolderInAStoreIsLockedAndOneThatIsOnlyCalledLikeItIsNot() throws IOException {
        Path stored = Files.createDirectories(folder.resolve("0123456789abcdfghijklmnpqrsvwxyz-source"));
        Files.writeString(stored.resolve("flake.nix"), "{}");
        Files.createSymbolicLink(folder.resolve("channel"), stored);
        assertThat(withoutWays(find("path:" + stored))).isEqualTo(FlakeSource.local(stored, stored));
        assertThat(withoutWays(find("./channel"))).isEqualTo(FlakeSource.local(stored, stored));

        Files.setPosixFilePermissions(stored, PosixFilePermissions.fromString("r-xr-xr-x"));
        Files.setLastModifiedTime(stored, FileTime.fromMillis(1000));

        assertThat(find("path:" + stored)).isEqualTo(FlakeSource.LOCKED);
        assertThat(withoutWays(find("./channel"))).isEqualTo(FlakeSource.LOCKED);
        assertThat(find("./channel").ways()).isNotEmpty();
        Files.setPosixFilePermissions(stored, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void aGitReferenceToAFolderInARepositoryIsNotCertain() throws IOException {
        Files.createDirectories(folder.resolve(".git"));

        assertThat(find("git+file://" + flake)).isNull();
    }

    @Test
    void aRegistryThatIsAFileIsFollowed() throws IOException {
        Path registry = registry("""
                {"from":{"type":"indirect","id":"a"},"to":{"type":"indirect","id":"b"}},
                {"from":{"type":"indirect","id":"b"},"to":{"type":"path","path":"%s"}},
                {"from":{"type":"indirect","id":"c"},"to":{"type":"github","owner":"o","repo":"r"}},
                {"from":{"type":"indirect","id":"d"},"to":{"type":"github","owner":"o","repo":"r","rev":"0123"}},
                {"from":{"type":"indirect","id":"e"},"to":{"type":"indirect","id":"e"}},
                {"from":{"type":"indirect","id":"f","ref":"x"},"to":{"type":"path","path":"%1$s"}},
                {"from":{"type":"indirect","id":"g"},"to":{"type":"git","url":"file://%1$s"}},
                {"from":{"type":"indirect","id":"l"},"to":{"type":"path","path":"%2$s"}},
                {"from":{"type":"indirect","id":"h"},"exact":true,"to":{"type":"path","path":"%1$s"}}""".formatted(flake, Files.createSymbolicLink(folder.resolve("registered"), flake)));
        Files.createDirectories(flake.resolve(".git"));
        FlakeSourceFinder finder = new FlakeSourceFinder(List.of(folder.resolve("none.json"), registry), null);

        FlakeSource local = FlakeSource.local(flake, flake);
        assertThat(finder.find("a", folder)).isEqualTo(local);
        assertThat(finder.find("flake:b", folder)).isEqualTo(local);
        assertThat(finder.find("c/main", folder)).isEqualTo(FlakeSource.FLOATING);
        assertThat(finder.find("d", folder)).isEqualTo(FlakeSource.LOCKED);
        assertThat(finder.find("e", folder)).isNull();
        assertThat(finder.find("f", folder)).isEqualTo(FlakeSource.FLOATING);
        assertThat(finder.find("f/x", folder)).isEqualTo(local);
        assertThat(finder.find("g", folder)).isEqualTo(local);
        assertThat(withoutWays(finder.find("l", folder))).isEqualTo(local);
        assertThat(finder.find("l", folder).ways()).isNotEmpty();
        assertThat(finder.find("h", folder)).isEqualTo(local);
        assertThat(finder.find("h/x", folder)).isEqualTo(FlakeSource.FLOATING);
    }

    @Test
    void theGlobalRegistryIsNotCertainToBeAsked() throws IOException {
        Path registry = registry("""
                {"from":{"type":"indirect","id":"a"},"to":{"type":"path","path":"%s"}}""".formatted(flake));

        FlakeSource source = new FlakeSourceFinder(List.of(registry), registry).find("a", folder);

        assertThat(source).isEqualTo(new FlakeSource(true, flake, flake, List.of()));
    }

    @Test
    void aBrokenRegistryHasNoSource() throws IOException {
        Path registry = Files.writeString(folder.resolve("registry.json"), "{\"flakes\":");

        assertThat(new FlakeSourceFinder(List.of(registry), null).find("a", folder))
                .isNull();
    }

    private FlakeSource find(String reference) {
        return new FlakeSourceFinder(List.of(), null).find(reference, folder);
    }

    private static FlakeSource withoutWays(FlakeSource source) {
        return new FlakeSource(source.floating(), source.root(), source.flake(), List.of());
    }

    private Path registry(String entries) throws IOException {
        return Files.writeString(folder.resolve("registry.json"), "{\"version\":2,\"flakes\":[" + entries + "]}");
    }
}
