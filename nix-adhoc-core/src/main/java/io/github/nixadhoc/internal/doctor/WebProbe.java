package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.internal.concurrent.Later;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** Requests small files from web servers with a short time limit. */
final class WebProbe {

    /** The time limit, which is longer than a reachable server needs. */
    static final int LIMIT_MILLIS = 2500;

    private static final int MAX_BODY = 4096;

    private final ProxyChoice proxies;

    WebProbe(Map<String, String> variables) {
        this.proxies = new ProxyChoice(variables);
    }

    /** Starts a request. The reply is complete within the time limit, and says so if the server did not answer. */
    CompletableFuture<Reply> get(String url) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        // The look-up of a host name cannot be interrupted, so its thread is abandoned if it takes too long.
        Thread thread = new Thread(() -> reply.complete(ask(url)), "nix-adhoc-probe");
        thread.setDaemon(true);
        thread.start();
        return Later.complete(
                reply, Reply.failed("no answer within " + LIMIT_MILLIS + " ms"), Duration.ofMillis(LIMIT_MILLIS));
    }

    private Reply ask(String url) {
        long start = System.nanoTime();
        try {
            URI address = new URI(url);
            HttpURLConnection connection =
                    (HttpURLConnection) address.toURL().openConnection(proxies.proxyFor(address));
            try {
                connection.setConnectTimeout(LIMIT_MILLIS);
                connection.setReadTimeout(LIMIT_MILLIS);
                connection.setUseCaches(false);
                connection.setRequestProperty("Connection", "close");
                int status = connection.getResponseCode();
                String body = status == HttpURLConnection.HTTP_OK ? body(connection) : "";
                return new Reply(status, body, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start), "");
            } finally {
                connection.disconnect();
            }
        } catch (URISyntaxException | IOException | RuntimeException e) {
            return Reply.failed(reason(e));
        }
    }

    private static String body(HttpURLConnection connection) throws IOException {
        try (InputStream body = connection.getInputStream()) {
            return new String(body.readNBytes(MAX_BODY), StandardCharsets.ISO_8859_1);
        }
    }

    /** Avoids the messages of the JDK, which may contain the whole address. */
    private static String reason(Exception failure) {
        if (failure instanceof UnknownHostException) {
            return "its name cannot be resolved";
        }
        if (failure instanceof SocketTimeoutException) {
            return "no answer within " + LIMIT_MILLIS + " ms";
        }
        if (failure instanceof ConnectException) {
            return "nobody listens there";
        }
        if (failure instanceof NoRouteToHostException) {
            return "there is no way to it";
        }
        if (failure instanceof SSLException) {
            return Reply.CERTIFICATE;
        }
        if (failure instanceof URISyntaxException || failure instanceof ClassCastException) {
            return "it is no address of a web server";
        }
        return failure instanceof IllegalArgumentException && failure.getMessage() != null
                ? failure.getMessage()
                : "the connection broke (" + failure.getClass().getSimpleName() + ")";
    }

    /**
     * The answer of a server.
     *
     * @param status the status of HTTP; 0 if there was no answer
     * @param body the first bytes of the file
     * @param millis the time until the answer, in milliseconds
     * @param failure the reason why there was no answer; empty if there was one
     */
    record Reply(int status, String body, long millis, String failure) {

        /** The failure of an untrusted certificate. The JVM and Nix have different lists of trusted authorities. */
        static final String CERTIFICATE = "the JVM does not trust its certificate; Nix may";

        static Reply failed(String why) {
            return new Reply(0, "", 0, why);
        }

        boolean isOk() {
            return status == HttpURLConnection.HTTP_OK;
        }

        boolean wantsPassword() {
            return status == HttpURLConnection.HTTP_UNAUTHORIZED || status == HttpURLConnection.HTTP_FORBIDDEN;
        }

        boolean isUntrusted() {
            return failure.equals(CERTIFICATE);
        }

        String why() {
            return failure.isEmpty() ? "it answers with status " + status : failure;
        }
    }
}
