package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.StoreInfo;
import io.github.nixadhoc.internal.nix.NixInstallation;

/** The answers of Nix about itself. Thread-safe; each method waits until Nix has answered, or has failed to. */
interface NixFacts {

    /** Returns who it is; if that fails, so does all else. */
    Told<NixInstallation> installation() throws InterruptedException;

    /** Returns its settings. */
    Told<NixConfiguration> configuration() throws InterruptedException;

    /** Returns what its store says. */
    Told<StoreInfo> store() throws InterruptedException;
}
