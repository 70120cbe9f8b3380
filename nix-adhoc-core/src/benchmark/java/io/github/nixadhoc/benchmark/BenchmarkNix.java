package io.github.nixadhoc.benchmark;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.NixClientBuilder;
import io.github.nixadhoc.audit.Audit;
import io.github.nixadhoc.policy.Confinement;
import io.github.nixadhoc.policy.Policies;
import io.github.nixadhoc.testkit.LargeFlake;
import io.github.nixadhoc.testkit.NixSandbox;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A Nix of its own, what is measured on it, and what that is measured against. */
final class BenchmarkNix implements AutoCloseable {

    private final NixSandbox sandbox;

    private BenchmarkNix(NixSandbox sandbox) {
        this.sandbox = sandbox;
    }

    static BenchmarkNix create() {
        return new BenchmarkNix(NixSandbox.create());
    }

    NixClient client() {
        return client(sandbox.environment(), sandbox.under().binary(), emptyRegistry());
    }

    /** The client that an agent would be given. */
    NixClient reviewing() {
        return builder(sandbox.environment(), sandbox.under().binary(), emptyRegistry())
                .policy(Policies.forAgents())
                .audit(Audit.to(sandbox.root().resolve("audit.jsonl")).required())
                .build();
    }

    /** The client whose programs change nothing and have no network. */
    NixClient confining() {
        return builder(sandbox.environment(), sandbox.under().binary(), emptyRegistry())
                .confinement(Confinement.readOnly())
                .build();
    }

    /** The client that another JVM makes for itself from these words. */
    static NixClient client(Map<String, String> environment, Path nix, String registry) {
        return builder(environment, nix, registry).build();
    }

    private static NixClientBuilder builder(Map<String, String> environment, Path nix, String registry) {
        return NixClient.builder().environment(environment).nixBinary(nix).option("flake-registry", registry);
    }

    Map<String, String> environment() {
        return sandbox.environment();
    }

    Path binary() {
        return sandbox.under().binary();
    }

    String emptyRegistry() {
        return sandbox.root().resolve("empty-registry.json").toString();
    }

    /** The words of a call of {@code nix}. */
    List<String> nix(String... arguments) {
        return sandbox.nixCommand(arguments);
    }

    /** A flake with as many packages as nixpkgs has. */
    String largeFlake() {
        try {
            return LargeFlake.create(sandbox);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes what Nix and the library have kept of their searches. */
    void forgetEvaluations() {
        Path cache = sandbox.root().resolve("cache");
        bare(List.of("/bin/sh", "-c", "rm -rf \"$0\"/nix/eval-cache-* \"$0\"/nix-adhoc/search", cache.toString()));
    }

    /** What is in the store. */
    List<Path> storePaths() {
        return List.copyOf(sandbox.validPaths());
    }

    /** Where a benchmark may put a flake of its own. */
    Path directory(String name) {
        try {
            return Files.createDirectories(sandbox.root().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command in the environment of this Nix, and returns all that it prints. */
    byte[] bare(List<String> command) {
        return bare(command, sandbox.environment());
    }

    /** Runs a command as one would without any library, and returns all that it prints. */
    static byte[] bare(List<String> command, Map<String, String> environment) {
        try {
            Process process = start(command, environment);
            try (InputStream stdout = process.getInputStream()) {
                byte[] printed = stdout.readAllBytes();
                require(process.waitFor() == 0, command);
                return printed;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static Process start(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    static void require(boolean wellDone, Object what) {
        if (!wellDone) {
            throw new IllegalStateException("failed: " + what);
        }
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
