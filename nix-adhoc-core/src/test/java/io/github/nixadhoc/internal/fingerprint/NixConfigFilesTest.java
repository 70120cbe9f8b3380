package io.github.nixadhoc.internal.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NixConfigFilesTest {

    @TempDir
    Path folder;

    private final Map<String, String> variables = new HashMap<>();

    @BeforeEach
    void makeFolders() throws IOException {
        Files.createDirectories(folder.resolve("system"));
        Files.createDirectories(folder.resolve("user/nix"));
        variables.put("NIX_CONF_DIR", folder.resolve("system").toString());
        variables.put("XDG_CONFIG_HOME", folder.resolve("user").toString());
        variables.put("XDG_CONFIG_DIRS", folder.resolve("none").toString());
    }

    @Test
    void theSettingClosestToTheCallWins() throws IOException {
        assertThat(ttl()).isEqualTo(Duration.ofHours(1));
        write("system/nix.conf", "tarball-ttl = 1 # a second\n");
        assertThat(ttl()).isEqualTo(Duration.ofSeconds(1));
        write("user/nix/nix.conf", "tarball-ttl=2\n");
        assertThat(ttl()).isEqualTo(Duration.ofSeconds(2));
        variables.put("NIX_CONFIG", "# comment\ntarball-ttl = 3");
        assertThat(ttl()).isEqualTo(Duration.ofSeconds(3));
        assertThat(ttl("--option", "tarball-ttl", "4")).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void anIncludedFileCountsAndIsWatched() throws IOException {
        write("system/nix.conf", "!include more.conf\ninclude none.conf\n");
        NixConfigFiles configuration = new NixConfigFiles(variables, List.of());
        NixConfigFiles.Settings before = configuration.settings();
        assertThat(configuration.settings()).isSameAs(before);

        write("system/more.conf", "tarball-ttl = 7\n");

        assertThat(configuration.settings().tarballTtl()).isEqualTo(Duration.ofSeconds(7));
        assertThat(configuration.settings().digest()).isNotEqualTo(before.digest());
    }

    @Test
    void anInvalidTtlNeverExpires() throws IOException {
        assertThat(ttl("--option", "tarball-ttl", "soon")).isZero();
    }

    @Test
    void impureEvaluationIsNoticed() throws IOException {
        write("user/nix/nix.conf", "pure-eval = false\n");

        assertThat(new NixConfigFiles(variables, List.of()).settings().isImpure())
                .isTrue();
    }

    @Test
    void registriesAreFilesInTheOrderInWhichTheyAreAsked() throws IOException {
        NixConfigFiles configuration =
                new NixConfigFiles(variables, List.of("--option", "flake-registry", "/global.json"));

        assertThat(configuration.settings().registries())
                .containsExactly(
                        folder.resolve("user/nix/registry.json"),
                        folder.resolve("system/registry.json"),
                        Path.of("/global.json"));
    }

    private Duration ttl(String... options) throws IOException {
        return new NixConfigFiles(variables, List.of(options)).settings().tarballTtl();
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }
}
