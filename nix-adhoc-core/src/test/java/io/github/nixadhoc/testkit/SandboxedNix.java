package io.github.nixadhoc.testkit;

import io.github.nixadhoc.NixClient;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The superclass of tests that each have a Nix of its own, and a client of it. */
public abstract class SandboxedNix {

    @RegisterExtension
    protected final NixSandbox sandbox = NixSandbox.create();

    protected final NixClient nix = sandbox.closing(SandboxedClient.of(sandbox));
}
