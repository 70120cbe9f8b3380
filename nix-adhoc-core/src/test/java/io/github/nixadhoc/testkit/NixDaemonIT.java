package io.github.nixadhoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NixDaemonIT {
    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    @Test
    void thisUserRunsAPackageThroughTheDaemon() {
        try (NixDaemon daemon = NixDaemon.start(sandbox)) {
            assertThat(daemon.nix("run", "nixpkgs#hello").text()).isEqualTo("Hello, world!");
            assertThat(daemon.log()).contains("accepted connection from pid");
        }
    }

    @Test
    void aPlainUserRunsAPackageThroughTheDaemon() throws Exception {
        try (NixDaemon daemon = NixDaemon.start(sandbox)) {
            Shown shown = Shown.parse(
                    daemon.nixAsNobody("run", "nixpkgs#show", "--", "hi").stdoutBytes());

            // THEN the program ran as that user, and the store is still its owner's
            assertThat(shown.arguments()).endsWith("hi");
            assertThat(shown.environment()).contains("USER=nobody");
            Path program = Path.of(shown.arguments().get(1));
            assertThat(Files.getOwner(program)).isEqualTo(Files.getOwner(sandbox.storeDir()));
        }
    }

    @Test
    void aDaemonThatWasKilledLeavesAStaleSocket() {
        try (NixDaemon daemon = NixDaemon.start(sandbox)) {
            daemon.kill();

            Ran ran = daemon.nix("run", "nixpkgs#hello");

            assertThat(daemon.socket()).exists();
            assertThat(ran.exitCode()).isEqualTo(1);
            assertThat(ran.stderr()).contains("cannot connect to socket at");
        }
    }
}
