package io.github.nixadhoc.internal.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TreeFingerprintTest {

    private static final int MAX_FILES = 100;
    private static final FileTime THEN = FileTime.fromMillis(1_000_000_000_000L);

    @TempDir
    Path folder;

    interface Change {
        void to(Path folder) throws IOException;
    }

    @BeforeEach
    void fill() throws IOException {
        Files.createDirectories(folder.resolve("a/b"));
        Files.createDirectories(folder.resolve(".git/objects"));
        Files.writeString(folder.resolve("a/b/file"), "one");
        Files.writeString(folder.resolve(".git/HEAD"), "ref: refs/heads/main");
        Files.createSymbolicLink(folder.resolve("link"), Path.of("a"));
        Files.setLastModifiedTime(folder.resolve("a/b/file"), THEN);
    }

    @Test
    void itIsTheSameWhileNothingChanges() {
        assertThat(fingerprint()).isEqualTo(fingerprint());
        assertThat(fingerprint().isStillOf(folder)).isTrue();
    }

    static Stream<Change> everyChangeIsSeen() {
        return Stream.of(
                folder -> {
                    Files.writeString(folder.resolve("a/b/file"), "two");
                    Files.setLastModifiedTime(folder.resolve("a/b/file"), THEN);
                },
                folder -> {
                    Files.writeString(folder.resolve("new"), "two");
                    Files.setLastModifiedTime(folder.resolve("new"), THEN);
                    Files.move(folder.resolve("new"), folder.resolve("a/b/file"), REPLACE);
                },
                folder -> Files.delete(folder.resolve("a/b/file")),
                folder -> Files.writeString(folder.resolve("a/new"), ""),
                folder -> Files.createDirectory(folder.resolve("a/b/c")),
                folder -> Files.move(folder.resolve("a/b"), folder.resolve("a/c")),
                folder -> Files.writeString(folder.resolve(".git/HEAD"), "ref: refs/heads/next"),
                folder -> Files.setPosixFilePermissions(
                        folder.resolve("a/b/file"), PosixFilePermissions.fromString("rwxr-xr-x")),
                folder -> {
                    Files.delete(folder.resolve("link"));
                    Files.createSymbolicLink(folder.resolve("link"), Path.of("b"));
                });
    }

    private static final CopyOption REPLACE = StandardCopyOption.REPLACE_EXISTING;

    @ParameterizedTest
    @MethodSource
    void everyChangeIsSeen(Change change) throws Exception {
        TreeFingerprint before = fingerprint();
        // the age of files is the subject
        TimeUnit.MILLISECONDS.sleep(20);

        change.to(folder);

        assertThat(before.isStillOf(folder)).isFalse();
        assertThat(fingerprint().digest()).isNotEqualTo(before.digest());
        assertThat(fingerprint().newestChange()).isGreaterThan(before.newestChange());
    }

    @Test
    void filesOfGitItselfAreNoChange() throws IOException {
        TreeFingerprint before = fingerprint();

        Files.writeString(folder.resolve(".git/objects/0123"), "x");

        assertThat(fingerprint()).isEqualTo(before);
    }

    @Test
    void aRecentChangeIsNotOldEnough() {
        TreeFingerprint fingerprint = fingerprint();
        long newest = fingerprint.newestChange();

        assertThat(fingerprint.isOlderThan(newest + TimeUnit.MILLISECONDS.toNanos(1)))
                .isFalse();
        assertThat(fingerprint.isOlderThan(newest + TimeUnit.SECONDS.toNanos(3)))
                .isTrue();
    }

    @Test
    void aFileSystemOfWholeSecondsNeedsLonger() {
        long second = TimeUnit.SECONDS.toNanos(1);

        assertThat(new TreeFingerprint("", 0, true, folder, Map.of()).isOlderThan(second))
                .isFalse();
        assertThat(new TreeFingerprint("", 0, false, folder, Map.of()).isOlderThan(second))
                .isTrue();
    }

    @Test
    void aHugeFolderHasNoFingerprint() throws IOException {
        for (int i = 0; i <= MAX_FILES; i++) {
            Files.createFile(folder.resolve("file" + i));
        }
        assertThat(TreeFingerprint.of(folder, MAX_FILES)).isNull();
    }

    @Test
    void aLinkThatLeadsElsewhereIsAChange() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolveSibling(folder.getFileName() + "-link"), folder);
        TreeFingerprint before = Objects.requireNonNull(TreeFingerprint.of(link, MAX_FILES));
        Files.delete(link);
        Files.createSymbolicLink(link, folder.resolve("a"));

        assertThat(before.isStillOf(link)).isFalse();
        Files.delete(link);
    }

    @Test
    void theRepositoryOfAWorktreeCountsToo() throws IOException {
        Path worktree = Files.createDirectories(folder.resolve("worktree"));
        Path own = Files.createDirectories(folder.resolve(".git/worktrees/worktree"));
        Files.writeString(worktree.resolve(".git"), "gitdir: " + own);
        Files.writeString(own.resolve("commondir"), "../..");
        TreeFingerprint before = Objects.requireNonNull(TreeFingerprint.of(worktree, MAX_FILES));

        Files.writeString(own.resolve("HEAD"), "ref: refs/heads/other");
        TreeFingerprint other = Objects.requireNonNull(TreeFingerprint.of(worktree, MAX_FILES));
        Files.writeString(folder.resolve(".git/packed-refs"), "");

        assertThat(other.digest()).isNotEqualTo(before.digest());
        assertThat(before.isStillOf(worktree)).isFalse();
        assertThat(other.isStillOf(worktree)).isFalse();
    }

    @Test
    void aWorktreeOfAMissingRepositoryHasNoFingerprint() throws IOException {
        Path worktree = Files.createDirectories(folder.resolve("worktree"));
        Files.writeString(worktree.resolve(".git"), "gitdir: /elsewhere");

        assertThat(TreeFingerprint.of(worktree, MAX_FILES)).isNull();
    }

    @Test
    void aMissingFolderHasNoFingerprint() {
        assertThat(TreeFingerprint.of(folder.resolve("nowhere"), MAX_FILES)).isNull();
    }

    private TreeFingerprint fingerprint() {
        return Objects.requireNonNull(TreeFingerprint.of(folder, MAX_FILES));
    }
}
