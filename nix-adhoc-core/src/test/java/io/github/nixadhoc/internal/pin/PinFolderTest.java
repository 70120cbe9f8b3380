package io.github.nixadhoc.internal.pin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.StorePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests with links that are created as Nix creates them. */
class PinFolderTest {

    private static final Installable HELLO = Installable.parse("hello");
    private static final StorePath A = StorePath.parse("/nix/store/" + "0".repeat(32) + "-a");
    private static final StorePath B = StorePath.parse("/nix/store/" + "1".repeat(32) + "-b");

    @TempDir
    private Path home;

    @Test
    void isBelowTheStateDirectoryOfTheEnvironment() {
        assertThat(PinFolder.of(null, Map.of("XDG_STATE_HOME", "/s", "HOME", "/h"))
                        .path())
                .hasToString("/s/nix-adhoc/pins/default");
        assertThat(PinFolder.of(null, Map.of("XDG_STATE_HOME", "relative", "HOME", "/h"))
                        .path())
                .hasToString("/h/.local/state/nix-adhoc/pins/default");
        PinFolder none = PinFolder.of(null, Map.of());
        assertThatThrownBy(none::path).isInstanceOf(StoreUnavailableException.class);
        assertThatCode(() -> none.markUsed(List.of(A))).doesNotThrowAnyException();
    }

    @Test
    void eachStoreHasAFolderOfItsOwn() {
        Map<String, String> environment = Map.of("HOME", "/h");

        assertThat(List.of(
                        PinFolder.of(null, environment).path(),
                        PinFolder.of("/a", environment).path(),
                        PinFolder.of("/b", environment).path()))
                .doesNotHaveDuplicates();
        assertThat(PinFolder.of("/a", environment).path())
                .isEqualTo(PinFolder.of("/a", environment).path());
    }

    @Test
    void theRestOfAnInterruptedChangeIsNoPinAndIsRemoved() throws IOException {
        PinFolder folder = folder();
        Path leftover = Files.createDirectories(folder.path().resolve("tool").resolve("leftover"));
        Files.createSymbolicLink(leftover.resolve("link"), A.path());
        assertThat(folder.pins()).isEmpty();

        pin(folder, "tool", A);

        assertThat(leftover).doesNotExist();
        assertThat(folder.pins()).containsOnlyKeys("tool");
    }

    @Test
    void aReplacementThatFailsLeavesThePinAsItWas() {
        PinFolder folder = folder();
        PinRecord before = pin(folder, "tool", A, B);

        assertThatThrownBy(() -> folder.replace("tool", HELLO, List.of(B), link -> {}, Deadline.never()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("no link to " + B);

        assertThat(folder.pins()).containsEntry("tool", new KnownPin(before, List.of()));
    }

    @Test
    void aUseIsKnownAsLongAsAPinHasThePath() {
        PinFolder folder = folder();
        folder.markUsed(List.of(A));
        PinRecord first = pin(folder, "first", A, B);
        PinRecord second = pin(folder, "second", A);
        assertThat(folder.lastUsed(first)).isEmpty();

        folder.markUsed(List.of(A));

        assertThat(folder.lastUsed(first).orElseThrow())
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
        assertThat(folder.remove("second", Deadline.never())).isTrue();
        assertThat(folder.lastUsed(first)).isPresent();
        assertThat(folder.remove("first", Deadline.never())).isTrue();
        assertThat(folder.lastUsed(second)).isEmpty();
        assertThat(folder.path().resolve(".used")).isEmptyDirectory();
    }

    @Test
    void aUseIsWrittenOnceAMinute() throws IOException {
        PinFolder folder = folder();
        PinRecord record = pin(folder, "tool", A);
        folder.markUsed(List.of(A));
        Path mark = folder.path().resolve(".used").resolve("0".repeat(32) + "-a");
        Files.setLastModifiedTime(mark, FileTime.from(Instant.ofEpochSecond(1000)));

        folder.markUsed(List.of(A));

        assertThat(folder.lastUsed(record)).contains(Instant.ofEpochSecond(1000));
    }

    @Test
    void theFirstUseAfterAPinIsAlwaysWritten() throws IOException {
        PinFolder folder = folder();
        pin(folder, "tool", A);
        folder.markUsed(List.of(A));
        Path mark = folder.path().resolve(".used").resolve("0".repeat(32) + "-a");
        Files.setLastModifiedTime(mark, FileTime.from(Instant.ofEpochSecond(1000)));
        PinRecord again = pin(folder, "tool", A);

        folder.markUsed(List.of(A));

        assertThat(folder.lastUsed(again).orElseThrow()).isAfterOrEqualTo(again.pinnedAt());
    }

    @Test
    void aLinkThatWasMadeByHandIsAPin() throws IOException {
        PinFolder folder = folder();
        Path own = Files.createDirectories(folder.path().resolve("pasted"));
        Files.createSymbolicLink(own.resolve("link"), A.path());
        Files.createSymbolicLink(own.resolve("link-bin"), B.path());

        assertThat(folder.pins()).containsOnlyKeys("pasted");
        KnownPin pin = folder.pins().get("pasted");
        assertThat(pin.record().paths()).containsExactly(A, B);
        assertThat(pin.notKept()).isEmpty();
        assertThat(folder.remove("pasted", Deadline.never())).isTrue();
        assertThat(folder.remove("pasted", Deadline.never())).isFalse();
        assertThat(own).doesNotExist();
    }

    @Test
    void aRecordThatIsNotUnderstoodHidesNoOtherPin() throws IOException {
        PinFolder folder = folder();
        PinRecord whole = pin(folder, "whole", A);
        pin(folder, "damaged", B);
        Files.write(folder.path().resolve("damaged").resolve("pin"), new byte[] {(byte) 0xff, 0, 'x'});

        assertThat(folder.pins()).containsOnlyKeys("damaged", "whole");
        assertThat(folder.pins()).containsEntry("whole", new KnownPin(whole, List.of()));
        assertThat(folder.pins().get("damaged").notKept()).containsExactly(B);
        assertThat(folder.remove("damaged", Deadline.never())).isTrue();
    }

    @Test
    void aWaitForTheLockKeepsTheDeadline() throws IOException {
        PinFolder folder = folder();
        pin(folder, "tool", A);
        try (FileChannel other = FileChannel.open(folder.path().resolve(".lock"), StandardOpenOption.WRITE)) {
            assertThat(other.lock().isValid()).isTrue();
            Deadline soon = Deadline.after(Duration.ofMillis(20));

            assertThatThrownBy(() -> folder.remove("tool", soon)).isInstanceOf(TimedOutException.class);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> folder.remove("tool", Deadline.never())).isInstanceOf(CancelledException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(folder.remove("tool", Deadline.never())).isTrue();
    }

    private PinFolder folder() {
        return PinFolder.of(null, Map.of("HOME", home.toString()));
    }

    private static PinRecord pin(PinFolder folder, String name, StorePath... paths) {
        return folder.replace(
                name,
                HELLO,
                List.of(paths),
                link -> {
                    try {
                        for (int i = 0; i < paths.length; i++) {
                            Files.createSymbolicLink(Path.of(link + (i == 0 ? "" : "-" + (i + 1))), paths[i].path());
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                Deadline.never());
    }
}
