package io.github.nixadhoc.internal.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.model.StoreFinding;
import io.github.nixadhoc.model.StorePath;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportReaderTest {

    private static final StorePath HELLO = StorePath.parse("/nix/store/" + "0".repeat(32) + "-hello-1.0");
    private static final StorePath OTHER = StorePath.parse("/nix/store/" + "1".repeat(32) + "-hello-1.0");

    private final ReportReader reader = new ReportReader(List.of(HELLO));

    @Test
    void aModifiedPathIsReportedWithBothHashes() {
        String line = "path '" + HELLO + "' was modified! expected hash 'sha256:05jk', got 'sha256:00cs'";

        assertThat(reader.read(List.of("checking '" + HELLO + "'...", line)))
                .containsExactly(StoreFinding.Modified.of(HELLO, "sha256:05jk", "sha256:00cs"));
        assertThat(reader.isReport(List.of(line))).isTrue();
    }

    @Test
    void anUntrustedPathIsReported() {
        assertThat(reader.read(List.of("path '" + HELLO + "' is untrusted")))
                .containsExactly(StoreFinding.Untrusted.of(HELLO));
    }

    /** The messages of Nix 2.8, 2.26 and 2.34, and of 2.8 for a store in another directory. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "error: getting status of '%s': No such file or directory",
                "error: path '/%s' does not exist",
                "error: path '%s/' does not exist",
                "error: getting status of '/other%s': No such file or directory"
            })
    void aPathWhoseFilesAreGoneIsMissing(String sentence) {
        List<String> log = List.of(sentence.formatted(HELLO));

        assertThat(reader.read(log)).containsExactly(StoreFinding.Missing.of(HELLO));
        assertThat(reader.isReport(log)).isTrue();
    }

    @Test
    void aPathThatCannotBeReadIsUnchecked() {
        String what = "opening directory '" + HELLO + "/secret': Permission denied";

        assertThat(reader.read(List.of("error: " + what))).containsExactly(StoreFinding.Unchecked.of(HELLO, what));
    }

    @Test
    void aFileThatIsGoneWhileItIsReadIsNotTheWholePath() {
        String what = "getting status of '" + HELLO + "/bin': No such file or directory";

        assertThat(reader.read(List.of("error: " + what))).containsExactly(StoreFinding.Unchecked.of(HELLO, what));
    }

    @Test
    void aFailureIsNoReport() {
        String modified = "path '" + HELLO + "' was modified! expected hash 'sha256:05jk', got 'sha256:00cs'";

        assertThat(reader.isReport(List.of())).isFalse();
        assertThat(reader.isReport(List.of("error: cannot connect to socket"))).isFalse();
        assertThat(reader.isReport(List.of(modified, "error: out of memory"))).isFalse();
        assertThat(reader.isReport(List.of("error: path '" + OTHER + "' does not exist")))
                .isFalse();
    }
}
