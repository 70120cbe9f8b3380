package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.testkit.NixSandbox;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The superclass of tests that each have a Nix of its own, and the parts of the library that call it. */
public abstract class WithRealNix {

    @RegisterExtension
    protected final NixSandbox sandbox = NixSandbox.create();

    protected final RealNix nix = RealNix.of(sandbox);
}
