package io.github.nixadhoc.testkit;

import io.github.nixadhoc.NixClient;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The superclass of tests that each have a Nix of its own, and a client of it whose processes are recorded. */
public abstract class CountedNix {

    @RegisterExtension
    protected final NixSandbox sandbox = NixSandbox.create().settled();

    protected final NixCalls calls = new NixCalls();

    protected final NixClient nix =
            sandbox.closing(SandboxedClient.builder(sandbox).executor(calls).build());
}
