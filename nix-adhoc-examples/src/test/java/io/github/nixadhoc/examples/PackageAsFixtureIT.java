package io.github.nixadhoc.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.RunningProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A test that needs a redis, and gets one from nixpkgs for as long as it takes.
 *
 * <p>Here a flake stands in for nixpkgs, whose redis is just enough for this; {@code -Dexample.nixpkgs=nixpkgs} takes the
 * real one, into a store of its own.
 */
class PackageAsFixtureIT {

    private static final String STAND_IN =
            "path:" + Path.of("src", "test", "nix", "redis").toAbsolutePath();

    @AutoClose
    private static NixClient nix;

    @AutoClose
    private static RunningProgram redis;

    private static int port;

    @BeforeAll
    static void startRedis(@TempDir Path folder) throws IOException {
        nix = ScratchNix.client(folder, System.getProperty("example.nixpkgs", STAND_IN));
        port = freePort();
        redis = start(port);
    }

    /** Returns when it can be used. */
    private static RunningProgram start(int port) {
        RunningProgram program = nix.shell("redis")
                .command("redis-server", "--port", String.valueOf(port))
                .timeout(Duration.ofMinutes(5))
                .start();
        program.lines()
                .filter(line -> line.contains("Ready to accept connections"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("redis has ended: " + program.errorOutput()));
        return program;
    }

    @Test
    void aValueThatWasSetCanBeRead() throws IOException {
        assertThat(ask(port, "SET cow moo")).isEqualTo("+OK");
        assertThat(ask(port, "GET cow")).isEqualTo("$3");
    }

    @Test
    void aClosedFixtureIsGone() throws IOException {
        int otherPort = freePort();
        try (RunningProgram other = start(otherPort)) {
            assertThat(ask(otherPort, "PING")).isEqualTo("+PONG");
            assertThat(other.isRunning()).isTrue();
        }

        assertThatThrownBy(() -> ask(otherPort, "PING")).isInstanceOf(ConnectException.class);
    }

    @Test
    void thePageOnTestingShowsHowItIsStarted() throws IOException {
        String self = Files.readString(
                Path.of("src", "test", "java", "io", "github", "nixadhoc", "examples", "PackageAsFixtureIT.java"));
        Matcher sample = Pattern.compile("```java junit\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("..", "nix-adhoc-core", "src", "site", "markdown", "testing.md")));

        assertThat(sample.find()).isTrue();
        for (String part : sample.group(1).split("\n\n")) {
            assertThat(self.replace("\n    ", "\n")).contains(part.strip());
        }
    }

    private static String ask(int port, String command) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                BufferedReader answer =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            return answer.readLine();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
