package io.github.nixadhoc.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A signed binary cache on loopback, which can be told to misbehave. A path's hash depends on the
 * directory of its store, so a cache serves the one sandbox that filled it:
 *
 * <pre>{@code
 * try (BinaryCacheServer cache = BinaryCacheServer.publish(sandbox, "nixpkgs#big")) {
 *     sandbox.configure(cache.settings());
 *     cache.behave(CacheBehaviour.slow(100_000));
 *     sandbox.nix("run", "nixpkgs#big");       // downloads, builds nothing
 * }
 * }</pre>
 */
public final class BinaryCacheServer implements AutoCloseable {

    private final Path directory;
    private final String publicKey;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(BinaryCacheServer::daemonThread);
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile CacheBehaviour behaviour = CacheBehaviour.honest();

    private BinaryCacheServer(Path directory, String publicKey) throws IOException {
        this.directory = directory;
        this.publicKey = publicKey;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /**
     * Builds all outputs of the installables, puts their closures into a cache, empties the sandbox's
     * store, and serves the cache. Archives are not compressed, so their size is known.
     */
    public static BinaryCacheServer publish(NixSandbox sandbox, String... installables) {
        Path directory = sandbox.root().resolve("binary-cache");
        Path secretKey = sandbox.root().resolve("cache.secret");
        Path publicKey = sandbox.root().resolve("cache.public");
        sandbox.tool(
                        "nix-store",
                        "--generate-binary-cache-key",
                        "cache.test-1",
                        secretKey.toString(),
                        publicKey.toString())
                .requireSuccess();
        List<String> copy = new ArrayList<>(
                List.of("copy", "--to", "file://" + directory + "?compression=none&secret-key=" + secretKey));
        for (String installable : installables) {
            sandbox.build(installable).forEach(output -> copy.add(output.toString()));
        }
        sandbox.nix(copy.toArray(String[]::new)).requireSuccess();
        sandbox.emptyStore();
        try {
            return new BinaryCacheServer(directory, Files.readString(publicKey).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public String publicKey() {
        return publicKey;
    }

    /** The files of the cache. */
    public Path directory() {
        return directory;
    }

    /** The lines of {@code nix.conf} that make a Nix use and trust this cache. */
    public String[] settings() {
        return new String[] {"substituters = " + uri(), "trusted-public-keys = " + publicKey};
    }

    /** From now on answers in this way. */
    public void behave(CacheBehaviour newBehaviour) {
        behaviour = newBehaviour;
    }

    /** The paths that were asked for, in their order, such as {@code /nix-cache-info}. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** How many archives were asked for. */
    public long archiveRequests() {
        return requests.stream().filter(path -> path.startsWith("/nar/")).count();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            requests.add(path);
            Path file = directory.resolve(path.substring(1)).normalize();
            boolean head = exchange.getRequestMethod().equals("HEAD");
            if (!file.startsWith(directory) || !Files.isRegularFile(file)) {
                exchange.sendResponseHeaders(404, -1);
            } else if (head) {
                exchange.sendResponseHeaders(200, -1);
            } else {
                behaviour.answer(exchange, file);
            }
        }
    }

    /** Stops at once; requests that are being answered are cut. */
    @Override
    public void close() {
        threads.shutdownNow();
        server.stop(0);
    }

    private static Thread daemonThread(Runnable work) {
        Thread thread = new Thread(work, "binary-cache");
        thread.setDaemon(true);
        return thread;
    }
}
