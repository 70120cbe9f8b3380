package io.github.nixadhoc.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.testkit.NixSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Has the real Nix read what is written for NixOS, and run what is written for systemd. */
class NixosModuleIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    @Test
    void itEvaluatesToTheOptionsOfNixos() throws IOException {
        Path module = write(GarbageSchedule.weekly().olderThan(Duration.ofDays(7)));

        assertThat(sandbox.tool("nix-instantiate", "--eval", "--strict", "--json", module.toString())
                        .text())
                .isEqualTo(
                        "{\"nix\":{\"gc\":{\"automatic\":true,\"dates\":\"Mon *-*-* 03:15:00\","
                                + "\"options\":\"--delete-older-than 7d\",\"persistent\":true,\"randomizedDelaySec\":\"1h\"}}}");
    }

    @Test
    void withoutOptionsTheyAreEmpty() throws IOException {
        Path module = write(GarbageSchedule.daily());

        assertThat(sandbox.nix("eval", "--raw", "--file", module.toString(), "nix.gc.options")
                        .text())
                .isEmpty();
    }

    private Path write(GarbageSchedule schedule) throws IOException {
        String content = schedule.environment(sandbox.environment())
                .render(ScheduleKind.NIXOS_MODULE)
                .get(0)
                .content();
        return Files.writeString(sandbox.root().resolve("module.nix"), content);
    }

    @Test
    void nixReadsBackAnyString() throws IOException {
        List<String> texts =
                List.of("a b", "\"", "\\", "\\\"", "${x}", "$${x}", "$", "\\${x}", "''${x}''", "$$$", "{}");
        String list = String.join(" ", texts.stream().map(NixText::quote).toList());
        Path file = Files.writeString(
                sandbox.root().resolve("texts.nix"), "builtins.concatStringsSep \"\\n\" [ " + list + " ]");

        assertThat(sandbox.nix("eval", "--raw", "--file", file.toString()).stdout())
                .isEqualTo(String.join("\n", texts));
    }

    @Test
    void theUnitCollectsGarbage() {
        sandbox.nix("build", "--no-link", "nixpkgs#hello").requireSuccess();
        String exec = GarbageSchedule.weekly()
                .olderThan(Duration.ofDays(7))
                .environment(Map.copyOf(sandbox.environment()))
                .render(ScheduleKind.SYSTEMD_USER_TIMER)
                .get(0)
                .content()
                .lines()
                .filter(line -> line.startsWith("ExecStart="))
                .map(line -> line.substring("ExecStart=".length()))
                .findFirst()
                .orElseThrow();
        assertThat(SystemdWords.of(exec))
                .startsWith(sandbox.under().tool("nix-collect-garbage").toString());

        sandbox.run(SystemdWords.of(exec), new byte[0]).requireSuccess();

        assertThat(sandbox.validPaths()).isEmpty();
    }
}
