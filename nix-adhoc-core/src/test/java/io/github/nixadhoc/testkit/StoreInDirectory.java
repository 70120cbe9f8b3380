package io.github.nixadhoc.testkit;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.model.StorePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A store with a root of its own, whose paths are below /nix/store, beside that of a sandbox. */
public record StoreInDirectory(NixSandbox sandbox, Path directory) {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    public static StoreInDirectory of(NixSandbox sandbox) {
        return new StoreInDirectory(sandbox, sandbox.root().resolve("elsewhere"));
    }

    public NixClient client() {
        return SandboxedClient.builder(sandbox, environment())
                .store(directory.toString())
                .build();
    }

    /** Adds a file of that many bytes, which nothing keeps. */
    public StorePath add(String name, int bytes) {
        try {
            Path file = Files.write(sandbox.root().resolve(name), new byte[bytes]);
            List<String> command = List.of(
                    sandbox.under().tool("nix-store").toString(),
                    "--store",
                    directory.toString(),
                    "--add",
                    file.toString());
            return StorePath.parse(Ran.run(command, environment(), sandbox.root(), new byte[0], LIMIT)
                    .text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path file(StorePath path) {
        return directory.resolve(path.value().substring(1));
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(sandbox.environment());
        environment.keySet().removeAll(List.of("NIX_STORE_DIR", "NIX_STATE_DIR", "NIX_LOCALSTATE_DIR", "NIX_LOG_DIR"));
        return environment;
    }
}
