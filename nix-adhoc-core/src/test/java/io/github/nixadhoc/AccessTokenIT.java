package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.result.StoreInfo;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Access tokens, which Nix sees and nothing else does. */
class AccessTokenIT {

    private static final String TOKEN = "ghp_0123456789secret";

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    private Path binary;
    private Path seen;

    /** A nix that records its visible arguments and environment, and then becomes the real one. */
    @BeforeEach
    void makeARecordingNix() throws IOException {
        seen = Files.createDirectories(sandbox.root().resolve("seen"));
        binary = sandbox.root().resolve("nix");
        String show = sandbox.under().isAtLeast(2, 20) ? "config show" : "show-config";
        Files.writeString(binary, """
                #!/bin/sh
                cat /proc/$$/cmdline > %1$s/$$.cmdline
                cat /proc/$$/environ > %1$s/$$.environ
                %2$s --extra-experimental-features nix-command %3$s > %1$s/$$.settings
                exec %2$s "$@"
                """.formatted(seen, sandbox.under().binary(), show));
        Files.createSymbolicLink(
                binary.resolveSibling("nix-store"), sandbox.under().tool("nix-store"));
        Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void nixGetsTheTokenInItsSettingsAndNotInItsArguments() throws IOException {
        try (NixClient nix = client(sandbox.environment())) {
            assertThat(nix.run("hello").text()).isEqualTo("Hello, world!");
        }

        assertThat(all(".environ")).isNotEmpty().allMatch(text -> text.contains(TOKEN));
        assertThat(all(".cmdline")).isNotEmpty().noneMatch(text -> text.contains(TOKEN));
        assertThat(all(".settings"))
                .isNotEmpty()
                .allMatch(text -> text.contains("access-tokens = github.com=" + TOKEN));
    }

    @Test
    void aSecretInAnOptionIsInNoArgumentEither() throws IOException {
        try (NixClient nix = SandboxedClient.builder(sandbox)
                .nixBinary(binary)
                .environment(sandbox.environment())
                .option("access-tokens", "git.example.org=" + TOKEN + "-1")
                .option("extra-substituters", "http://ada:" + TOKEN + "-2@127.0.0.1:1/?priority=99")
                .option("connect-timeout", "7")
                .accessToken("github.com", TOKEN)
                .build()) {
            assertThat(nix.run("hello").text()).isEqualTo("Hello, world!");
        }

        assertThat(all(".cmdline"))
                .isNotEmpty()
                .noneMatch(text -> text.contains(TOKEN))
                .allMatch(text -> text.contains("connect-timeout"));
        assertThat(all(".settings"))
                .isNotEmpty()
                .allMatch(text ->
                        text.contains("access-tokens = git.example.org=" + TOKEN + "-1 github.com=" + TOKEN + "\n"))
                .allMatch(text -> text.contains("http://ada:" + TOKEN + "-2@127.0.0.1:1/?priority=99"));
    }

    @Test
    void theProgramSeesTheSameAsWithoutTokens() {
        Map<String, String> environment = new TreeMap<>(sandbox.environment());
        environment.put("NIX_CONFIG", "connect-timeout = 7");

        try (NixClient nix = client(environment)) {
            Shown run = Shown.parse(nix.run("show").execute().stdoutBytes());
            Shown shell =
                    Shown.parse(nix.shell("show").command("show").execute().stdoutBytes());

            assertThat(run.environment()).contains("NIX_CONFIG=connect-timeout = 7");
            assertThat(shell.environment()).contains("NIX_CONFIG=connect-timeout = 7");
            assertThat(run + "" + shell).doesNotContain(TOKEN);
        }
        try (NixClient nix = client(sandbox.environment())) {
            Shown run = Shown.parse(nix.run("show").execute().stdoutBytes());

            assertThat(run.environment()).noneMatch(variable -> variable.startsWith("NIX_CONFIG="));
        }
    }

    @Test
    void theSettingsOfTheCallerStay() throws IOException {
        Map<String, String> environment = new TreeMap<>(sandbox.environment());
        environment.put("NIX_CONFIG", "connect-timeout = 7\naccess-tokens = github.com=old");

        try (NixClient nix = client(environment)) {
            StoreInfo unused = nix.storeInfo().execute();
        }

        assertThat(all(".settings"))
                .isNotEmpty()
                .allMatch(text -> text.contains("connect-timeout = 7\n")
                        && text.contains("access-tokens = github.com=" + TOKEN + "\n"));
    }

    @Test
    void tokensOfOtherHostsInNixConfStay() throws IOException {
        sandbox.configure("access-tokens = gitlab.com=PAT:theirs github.com=old");

        try (NixClient nix = client(sandbox.environment())) {
            StoreInfo unused = nix.storeInfo().execute();
        }

        assertThat(all(".settings"))
                .isNotEmpty()
                .allMatch(text -> text.contains("access-tokens = github.com=" + TOKEN + " gitlab.com=PAT:theirs\n"));
    }

    @Test
    void noPrintContainsTheToken() {
        try (NixClient nix = client(sandbox.environment())) {
            RunCommand command = nix.run("github:owner/" + TOKEN + "#x");
            String message = messageOf(command);

            assertThat(message).isNotEmpty().doesNotContain(TOKEN);
            assertThat(nix.run("hello").toString() + nix).doesNotContain(TOKEN);
        }
    }

    private static String messageOf(RunCommand command) {
        try {
            return command.execute().toString();
        } catch (NixException e) {
            return e + "" + e.log();
        }
    }

    private NixClient client(Map<String, String> environment) {
        return SandboxedClient.builder(sandbox, environment)
                .nixBinary(binary)
                .accessToken("github.com", TOKEN)
                .build();
    }

    private List<String> all(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(seen)) {
            List<String> texts = new ArrayList<>();
            for (Path file :
                    files.filter(file -> file.toString().endsWith(suffix)).toList()) {
                // some versions print two spaces before a value
                texts.add(Files.readString(file).replace("=  ", "= "));
            }
            return texts;
        }
    }
}
