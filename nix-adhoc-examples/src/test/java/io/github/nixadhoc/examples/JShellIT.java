package io.github.nixadhoc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Types a line at the prompt that {@code mvn -q -Pjshell} opens, without the terminal. */
class JShellIT {

    @TempDir
    private Path folder;

    @Test
    void aLineTypedAtThePromptShowsItsResult() throws Exception {
        try (DemoFlake flake = DemoFlake.unpack()) {
            String shown = typed("Nix.run(\"" + flake.reference() + "#cowsay\").args(\"hi\")\n"
                    + "NixTool.of(NixClient.builder().build())\n");

            assertThat(shown)
                    .contains("Try: Nix.run(\"cowsay\").args(\"hi\").execute()")
                    .containsPattern("==> nix .* run path:.*#cowsay -- hi")
                    .contains("==> NixTool[nix_search, nix_plan, nix_run]")
                    .doesNotContain("Error");
        }
    }

    @Test
    void longValuesAreShownWhole() throws Exception {
        String shown = typed("var text = \"x\".repeat(3000)\n\"y\".repeat(3000)\n");

        assertThat(shown).contains("x".repeat(3000), "y".repeat(3000));
    }

    @Test
    void anExceptionShowsNoInternalFrames() throws Exception {
        String shown = typed("NixClient.builder().withoutNix().build().pathInfo(\"hello\").execute()\n");

        assertThat(shown)
                .contains("NixNotInstalledException", "try: ask a client that has one")
                .doesNotContain("internal");
    }

    private String typed(String lines) throws Exception {
        Path shown = folder.resolve("shown");
        Process jshell = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jshell")
                                .toString(),
                        "--class-path",
                        System.getProperty("java.class.path"),
                        "--startup",
                        "DEFAULT",
                        "--startup",
                        "src/main/jshell/feedback.jsh",
                        "--startup",
                        "src/main/jshell/nix-adhoc.jsh",
                        "--feedback",
                        "nix",
                        "-J-Djava.util.prefs.userRoot=" + folder)
                .redirectErrorStream(true)
                .redirectOutput(shown.toFile())
                .start();
        try (OutputStream input = jshell.getOutputStream()) {
            input.write((lines + "/exit\n").getBytes(StandardCharsets.UTF_8));
        }
        assertThat(jshell.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(shown);
    }
}
