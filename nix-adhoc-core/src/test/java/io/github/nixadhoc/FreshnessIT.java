package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.nixadhoc.model.Freshness;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A remote flake that changes from time to time. */
class FreshnessIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    private HttpServer server;
    private volatile byte[] tarball = {};

    @BeforeEach
    void publishTheFirst() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = tarball;
            exchange.getResponseHeaders().set("ETag", "\"" + Arrays.hashCode(body) + "\"");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        publish("one");
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void aNewAnswerIsFresh() throws Exception {
        try (NixClient nix = beforeAChange(Freshness.ALWAYS, 3600)) {
            assertThat(text(nix)).isEqualTo("one");
        }
    }

    @Test
    void aBackgroundRefreshUsesTheOldAnswerUntilTheNewOneIsKnown() throws Exception {
        try (NixClient nix = beforeAChange(Freshness.BACKGROUND, 0)) {
            assertThat(text(nix)).isEqualTo("one");
            Waits.until(() -> text(nix).equals("two"));
        }
    }

    @Test
    void alwaysFreshWaitsForNix() throws Exception {
        try (NixClient nix = beforeAChange(Freshness.ALWAYS, 0)) {
            assertThat(text(nix)).isEqualTo("two");
        }
    }

    @Test
    void offlineAnOldAnswerIsUsed() throws Exception {
        try (NixClient nix = client(Freshness.ALWAYS, 0);
                NixClient offline = client(Freshness.OFFLINE, 0)) {
            assertThat(text(nix)).isEqualTo("one");
            publish("two");

            assertThat(text(offline)).isEqualTo("one");
            // time for a fetch in the background, which must not happen
            Waits.pause(Duration.ofMillis(300));
            assertThat(text(offline)).isEqualTo("one");
        }
    }

    @Test
    void refreshFetchesTheNewFlake() throws Exception {
        try (NixClient nix = beforeAChange(Freshness.BACKGROUND, 3600)) {
            assertThat(command(nix).refresh().text()).isEqualTo("two");
            assertThat(text(nix)).isEqualTo("two");
        }
    }

    /** Returns a client that has the answer of before a change. */
    private NixClient beforeAChange(Freshness freshness, int ttl) throws Exception {
        NixClient nix = client(freshness, ttl);
        assertThat(text(nix)).isEqualTo("one");
        publish("two");
        return nix;
    }

    private NixClient client(Freshness freshness, int ttl) {
        return SandboxedClient.builder(sandbox)
                .option("tarball-ttl", String.valueOf(ttl))
                .freshness(freshness)
                .build();
    }

    private String text(NixClient nix) {
        return command(nix).text();
    }

    private RunCommand command(NixClient nix) {
        String place = "http://localhost:" + server.getAddress().getPort() + "/flake.tar.gz";
        return nix.run(place + "#");
    }

    private void publish(String text) throws IOException, InterruptedException {
        Path folder = sandbox.flake("published/flake", CacheIT.flake(text, ""));
        Path file = sandbox.root().resolve("published/flake.tar.gz");
        Process tar = new ProcessBuilder(
                        "tar", "-czf", file.toString(), "-C", folder.getParent().toString(), "flake")
                .inheritIO()
                .start();
        assertThat(Waits.forExit(tar)).isZero();
        tarball = Files.readAllBytes(file);
    }
}
