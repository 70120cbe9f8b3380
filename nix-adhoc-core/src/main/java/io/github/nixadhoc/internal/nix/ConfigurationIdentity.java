package io.github.nixadhoc.internal.nix;

import org.jspecify.annotations.Nullable;

/** The identity of the settings under which a Nix runs. It changes whenever the files that Nix reads them from do. */
@FunctionalInterface
public interface ConfigurationIdentity {

    /** The identity of settings that never change. */
    ConfigurationIdentity UNCHANGING = binary -> "";

    /** Returns the identity as it is now; null if it cannot be determined, so that no answer of Nix may be kept. */
    @Nullable
    String of(NixBinary binary);
}
