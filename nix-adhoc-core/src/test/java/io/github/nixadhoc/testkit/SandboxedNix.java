package io.github.nixadhoc.testkit;

import io.github.nixadhoc.NixClient;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The superclass of tests that each have a Nix of its own, and a client of it. */
// a subclass makes its client of the sandbox alone, which is there by then
@SuppressWarnings("this-escape")
public abstract class SandboxedNix {

    @RegisterExtension
    protected final NixSandbox sandbox = NixSandbox.create();

    protected final NixClient nix = sandbox.closing(client());

    /** The client, for a class that needs another one. Called before the fields of that class are set. */
    protected NixClient client() {
        return SandboxedClient.of(sandbox);
    }
}
