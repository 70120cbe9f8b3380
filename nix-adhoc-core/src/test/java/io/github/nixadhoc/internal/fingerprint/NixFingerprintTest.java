package io.github.nixadhoc.internal.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.internal.nix.NixBinary;
import io.github.nixadhoc.internal.nix.NixSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NixFingerprintTest {

    private static final Path NIX = Path.of("/bin/nix");

    @TempDir
    Path folder;

    private NixFingerprint fingerprint;

    @BeforeEach
    void makeFingerprint() {
        NixSettings settings = new NixSettings(NIX, null, List.of(), ProcessEnvironment.inherited());
        Map<String, String> variables = Map.of(
                "NIX_CONF_DIR",
                folder.toString(),
                "HOME",
                folder.resolve("home").toString());
        fingerprint = new NixFingerprint(settings, variables);
    }

    @Test
    void aSnapshotIsTheSameUntilAFileChanges() throws IOException {
        write("nix.conf", "tarball-ttl = 5\n");
        NixSnapshot before = snapshot(1);
        assertThat(snapshot(1)).isSameAs(before);
        assertThat(before.tarballTtl()).isEqualTo(Duration.ofSeconds(5));

        write("registry.json", "{\"flakes\": [], \"version\": 2}");
        NixSnapshot after = snapshot(1);

        assertThat(after.digest()).isNotEqualTo(before.digest());
        assertThat(after.tarballTtl()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aSnapshotKeepsWhatItHasFound() throws IOException {
        write("nix.conf", "tarball-ttl = 5\n");
        NixSnapshot before = snapshot(1);
        String digest = before.digest();

        write("nix.conf", "tarball-ttl = 60\n");
        NixSnapshot after = snapshot(1);

        assertThat(before.tarballTtl()).isEqualTo(Duration.ofSeconds(5));
        assertThat(before.digest()).isEqualTo(digest);
        assertThat(after.tarballTtl()).isEqualTo(Duration.ofSeconds(60));
        assertThat(after.digest()).isNotEqualTo(digest);
    }

    @Test
    void anotherNixHasAnotherSnapshot() throws IOException {
        assertThat(snapshot(2).digest()).isNotEqualTo(snapshot(1).digest());
    }

    @Test
    void impureEvaluationHasNoSnapshot() throws IOException {
        write("nix.conf", "pure-eval = false\n");

        assertThat(fingerprint.snapshot(binary(1))).isNull();
        assertThat(fingerprint.hash(binary(1))).isNull();
    }

    private NixSnapshot snapshot(long size) throws IOException {
        return Objects.requireNonNull(fingerprint.snapshot(binary(size)));
    }

    private static NixBinary binary(long size) {
        return new NixBinary(NIX, NIX, FileTime.fromMillis(0), size, "");
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }
}
