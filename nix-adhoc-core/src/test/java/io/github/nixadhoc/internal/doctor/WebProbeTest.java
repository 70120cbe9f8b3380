package io.github.nixadhoc.internal.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebProbeTest {

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private volatile int status = 200;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestURI().toString());
            byte[] body = "StoreDir: /nix/store\n".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Test
    void anAnswerIsRead() {
        WebProbe.Reply reply = Waits.forResult(new WebProbe(Map.of()).get(address() + "/x"));

        assertThat(reply.isOk()).isTrue();
        assertThat(reply.body()).isEqualTo("StoreDir: /nix/store\n");
        assertThat(requests).containsExactly("/x");
    }

    @Test
    void anotherStatusIsAFailure() {
        status = 401;
        WebProbe.Reply reply = Waits.forResult(new WebProbe(Map.of()).get(address()));

        assertThat(reply.isOk()).isFalse();
        assertThat(reply.wantsPassword()).isTrue();
        assertThat(reply.why()).isEqualTo("it answers with status 401");
    }

    @Test
    void aProxyResolvesTheNames() {
        WebProbe.Reply reply = Waits.forResult(
                new WebProbe(Map.of("http_proxy", address())).get("http://cache.invalid/nix-cache-info"));

        assertThat(reply.isOk()).isTrue();
        assertThat(requests).containsExactly("http://cache.invalid/nix-cache-info");
    }

    @ParameterizedTest
    @CsvSource({
        "http://cache.invalid/x, its name cannot be resolved",
        "http://127.0.0.1:1/x, nobody listens there",
        "http://[/x, it is no address of a web server",
        "file:///etc/passwd, it is no address of a web server"
    })
    void aFailureIsSaidInWords(String url, String why) {
        assertThat(Waits.forResult(new WebProbe(Map.of()).get(url)).why()).isEqualTo(why);
    }

    @Test
    void anInvalidProxyIsReportedWithoutItsValue() {
        assertThat(Waits.forResult(new WebProbe(Map.of("all_proxy", "hunter2 hunter2")).get(address()))
                        .why())
                .isEqualTo("the proxy that is set is no address");
    }

    @ParameterizedTest
    @CsvSource({
        "https_proxy, http://proxy:8080, '', https://a.example, true",
        "HTTPS_PROXY, proxy:8080, '', https://a.example, true",
        "http_proxy, http://proxy:8080, '', https://a.example, false",
        "HTTP_PROXY, http://proxy:8080, '', http://a.example, false",
        "all_proxy, socks5://proxy, '', http://a.example, true",
        "https_proxy, http://proxy:8080, 'other,.example', https://a.example, false",
        "https_proxy, http://proxy:8080, 'a.example', https://a.example, false",
        "https_proxy, http://proxy:8080, 'ample', https://a.example, true",
        "https_proxy, http://proxy:8080, '*', https://a.example, false"
    })
    void proxiesAreThoseOfCurl(String name, String proxy, String exempt, String url, boolean used) {
        Proxy chosen = new ProxyChoice(Map.of(name, proxy, "no_proxy", exempt)).proxyFor(URI.create(url));

        assertThat(chosen != Proxy.NO_PROXY).isEqualTo(used);
    }
}
