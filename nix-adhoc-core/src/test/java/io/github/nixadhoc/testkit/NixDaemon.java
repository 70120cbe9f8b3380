package io.github.nixadhoc.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A {@code nix-daemon} on a sandbox's store, started by hand, which makes it a multi-user Nix. As root, a
 * plain user ({@code nobody}) can use it too:
 *
 * <pre>{@code
 * try (NixDaemon daemon = NixDaemon.start(sandbox)) {
 *     daemon.nixAsNobody("run", "nixpkgs#hello");
 * }
 * }</pre>
 */
public final class NixDaemon implements AutoCloseable {

    /** The user and group nobody and nogroup; 65534 everywhere. */
    private static final int NOBODY = 65534;

    /** The words in front of a command that root has {@code nobody} run. */
    public static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--inh-caps=-all", "--");

    private final NixSandbox sandbox;
    private final Process process;
    private final Path socket;

    private NixDaemon(NixSandbox sandbox, Process process, Path socket) {
        this.sandbox = sandbox;
        this.process = process;
        this.socket = socket;
    }

    /** Starts it, and waits until it listens. */
    public static NixDaemon start(NixSandbox sandbox) {
        try {
            openToOthers(sandbox);
            Path socket = sandbox.root().resolve("daemon.socket");
            ProcessBuilder builder = new ProcessBuilder(
                            sandbox.under().tool("nix-daemon").toString(), "--daemon")
                    .directory(sandbox.root().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log(sandbox).toFile());
            builder.environment().clear();
            builder.environment().putAll(sandbox.environment());
            builder.environment().put("NIX_DAEMON_SOCKET_PATH", socket.toString());
            // a daemon whose store is still to be made would take itself for the store, and call itself for ever
            builder.environment().put("NIX_REMOTE", "local");
            NixDaemon daemon = new NixDaemon(sandbox, builder.start(), socket);
            daemon.awaitSocket();
            return daemon;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens. */
    public Path socket() {
        return socket;
    }

    public long pid() {
        return process.pid();
    }

    /** What it has said. */
    public String log() {
        try {
            return Files.readString(log(sandbox));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sandbox's environment, with the store reached through the daemon. Unmodifiable. */
    public Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>(sandbox.environment());
        environment.put("NIX_REMOTE", "daemon");
        environment.put("NIX_DAEMON_SOCKET_PATH", socket.toString());
        return Collections.unmodifiableMap(environment);
    }

    /** The same for a plain user, who has a home of his own. */
    public Map<String, String> environmentOfNobody() {
        Map<String, String> environment = new TreeMap<>(environment());
        Path home = homeOfNobody(sandbox);
        environment.put("USER", "nobody");
        environment.put("HOME", home.toString());
        environment.put("TMPDIR", home.toString());
        environment.put("XDG_CONFIG_HOME", home.resolve("config").toString());
        environment.put("XDG_CACHE_HOME", home.resolve("cache").toString());
        environment.put("XDG_DATA_HOME", home.resolve("data").toString());
        environment.put("XDG_STATE_HOME", home.resolve("state").toString());
        return Collections.unmodifiableMap(environment);
    }

    /**
     * A command as {@code nobody} runs it; unchanged where the tests are run by a plain user, who can be no other.
     */
    public List<String> asNobody(List<String> command) {
        if (!isRoot()) {
            return command;
        }
        List<String> wrapped = new ArrayList<>(AS_NOBODY);
        wrapped.addAll(command);
        return List.copyOf(wrapped);
    }

    /** Runs {@code nix} as the user that runs the tests. */
    public Ran nix(String... arguments) {
        return Ran.run(sandbox.nixCommand(arguments), environment(), sandbox.root(), new byte[0], Waits.LIMIT);
    }

    /** Runs {@code nix} as {@code nobody}. */
    public Ran nixAsNobody(String... arguments) {
        requireReachable(sandbox.under().binary());
        return Ran.run(
                asNobody(sandbox.nixCommand(arguments)),
                environmentOfNobody(),
                homeOfNobody(sandbox),
                new byte[0],
                Waits.LIMIT);
    }

    /** Ends it at once, as a crash would; its socket stays. */
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        awaitEnd();
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        children.forEach(ProcessHandle::destroy);
        awaitEnd();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static Path log(NixSandbox sandbox) {
        return sandbox.root().resolve("daemon.log");
    }

    private static Path homeOfNobody(NixSandbox sandbox) {
        return sandbox.root().resolve("nobody");
    }

    /** Lets others into the sandbox's directory, and gives {@code nobody} a home in it. */
    private static void openToOthers(NixSandbox sandbox) throws IOException {
        Files.setPosixFilePermissions(sandbox.root(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Path home = homeOfNobody(sandbox);
        for (String directory : List.of("config/nix", "cache", "data", "state")) {
            Files.createDirectories(home.resolve(directory));
        }
        Files.copy(sandbox.root().resolve("config/nix/registry.json"), home.resolve("config/nix/registry.json"));
        if (isRoot()) {
            List<String> chown = List.of("chown", "-R", NOBODY + ":" + NOBODY, home.toString());
            Ran.run(chown, sandbox.environment(), home, new byte[0], Waits.LIMIT)
                    .requireSuccess();
        }
    }

    /** A Nix below /root, say, is none for others. */
    private void requireReachable(Path binary) {
        List<String> test = asNobody(List.of("test", "-x", binary.toString()));
        if (Ran.run(test, environmentOfNobody(), Path.of("/"), new byte[0], Waits.LIMIT)
                        .exitCode()
                != 0) {
            throw new AssertionError(
                    binary + " cannot be run by a plain user, since a directory above it is closed to"
                            + " others; put it where all can read (NIX_VERSIONS_DIR=/var/cache/nix-adhoc/nix-versions .ci/nix-versions.sh)");
        }
    }

    private void awaitSocket() {
        try {
            Waits.until("a socket of nix-daemon, or its end", () -> Files.exists(socket) || !process.isAlive());
            if (!process.isAlive()) {
                throw new AssertionError("nix-daemon does not listen: " + log());
            }
        } catch (RuntimeException | AssertionError e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private void awaitEnd() {
        int unused = Waits.forExit(process);
    }
}
