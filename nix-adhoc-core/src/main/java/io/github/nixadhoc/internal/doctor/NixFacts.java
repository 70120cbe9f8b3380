package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.internal.nix.NixInstallation;
import io.github.nixadhoc.result.StoreInfo;

/** The facts that Nix reports about itself. Each method waits until Nix has answered or failed. Thread-safe. */
interface NixFacts {

    /** Returns the installation. If this query fails, all others fail too. */
    Probed<NixInstallation> installation() throws InterruptedException;

    /** Returns the settings. */
    Probed<NixConfiguration> configuration() throws InterruptedException;

    /** Returns the facts about the store. */
    Probed<StoreInfo> store() throws InterruptedException;
}
