package io.github.nixadhoc.testkit;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.NixClientBuilder;
import java.util.Map;

/** Makes clients that use the Nix of a sandbox, and no other. */
public final class SandboxedClient {

    private SandboxedClient() {}

    public static NixClient of(NixSandbox sandbox) {
        return builder(sandbox).build();
    }

    public static NixClientBuilder builder(NixSandbox sandbox) {
        return builder(sandbox, sandbox.environment());
    }

    /** … in another environment than that of the sandbox, such as that of its daemon. */
    public static NixClientBuilder builder(NixSandbox sandbox, Map<String, String> environment) {
        return NixClient.builder()
                .environment(environment)
                .nixBinary(sandbox.under().binary())
                .option("flake-registry", emptyRegistry(sandbox));
    }

    /** In place of the global registry, which would have to be downloaded. */
    public static String emptyRegistry(NixSandbox sandbox) {
        return sandbox.root().resolve("empty-registry.json").toString();
    }
}
