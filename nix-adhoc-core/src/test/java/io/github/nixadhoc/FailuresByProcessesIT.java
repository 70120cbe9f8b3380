package io.github.nixadhoc;

import io.github.nixadhoc.testkit.SandboxedClient;

/** The same failures of a client that is never connected to its store. */
class FailuresByProcessesIT extends FailuresIT {

    @Override
    protected NixClient client() {
        return SandboxedClient.builder(sandbox).processesOnly().build();
    }
}
