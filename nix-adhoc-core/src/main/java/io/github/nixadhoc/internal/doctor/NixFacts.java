package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.internal.nix.NixInstallation;
import io.github.nixadhoc.result.StoreInfo;

/** The answers of Nix about itself. Thread-safe; each method waits until Nix has answered, or has failed to. */
interface NixFacts {

    /** Returns who it is; if that fails, so does all else. */
    Probed<NixInstallation> installation() throws InterruptedException;

    /** Returns its settings. */
    Probed<NixConfiguration> configuration() throws InterruptedException;

    /** Returns what its store says. */
    Probed<StoreInfo> store() throws InterruptedException;
}
