package io.github.nixadhoc.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Behaviour of a {@link BinaryCacheServer} at a request for a file that it has. */
@FunctionalInterface
public interface CacheBehaviour {

    void answer(HttpExchange exchange, Path file) throws IOException;

    /** Sends what was asked for. */
    static CacheBehaviour honest() {
        return (exchange, file) -> send(exchange, Files.readAllBytes(file));
    }

    /** Sends archives at this rate; the descriptions of paths at once. */
    static CacheBehaviour slow(int bytesPerSecond) {
        return archives((exchange, file) -> {
            byte[] content = Files.readAllBytes(file);
            int step = Math.max(1, bytesPerSecond / 20);
            exchange.sendResponseHeaders(200, content.length);
            try (OutputStream body = exchange.getResponseBody()) {
                for (int at = 0; at < content.length; at += step) {
                    body.write(content, at, Math.min(step, content.length - at));
                    body.flush();
                    pause(50);
                }
            }
        });
    }

    /** Promises a whole archive, sends half of it and hangs up. */
    static CacheBehaviour broken() {
        return archives((exchange, file) -> {
            byte[] content = Files.readAllBytes(file);
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, content.length / 2);
            exchange.getResponseBody().flush();
            // more is due, so closing cuts the connection
            exchange.close();
        });
    }

    /** Sends archives with one byte changed, so that they are not what was signed. */
    static CacheBehaviour lying() {
        return archives((exchange, file) -> {
            byte[] content = Files.readAllBytes(file);
            content[content.length - 100] ^= 1;
            send(exchange, content);
        });
    }

    /** Sends descriptions of paths without their signatures. */
    static CacheBehaviour unsigned() {
        return (exchange, file) -> {
            if (file.toString().endsWith(".narinfo")) {
                String unsigned = Files.readAllLines(file).stream()
                        .filter(line -> !line.startsWith("Sig:"))
                        .collect(Collectors.joining("\n", "", "\n"));
                send(exchange, unsigned.getBytes(UTF_8));
            } else {
                send(exchange, Files.readAllBytes(file));
            }
        };
    }

    /** Answers with this status, such as 500, and no more. */
    static CacheBehaviour failing(int status) {
        return (exchange, file) -> exchange.sendResponseHeaders(status, -1);
    }

    /** Has the descriptions but has lost the archives. */
    static CacheBehaviour forgetful() {
        return archives(failing(404));
    }

    /** Never answers, until the server is closed. */
    static CacheBehaviour hanging() {
        return (exchange, file) -> pause(Long.MAX_VALUE);
    }

    private static CacheBehaviour archives(CacheBehaviour behaviour) {
        return (exchange, file) -> (file.toString().contains("/nar/") ? behaviour : honest()).answer(exchange, file);
    }

    private static void send(HttpExchange exchange, byte[] content) throws IOException {
        exchange.sendResponseHeaders(200, content.length);
        exchange.getResponseBody().write(content);
    }

    private static void pause(long millis) throws IOException {
        try {
            // a cache that is slow on purpose
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the server is closed", e);
        }
    }
}
