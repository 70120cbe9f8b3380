package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.model.NixVersion;
import io.github.nixadhoc.result.StoreInfo;
import io.github.nixadhoc.testkit.NixDaemon;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.Waits;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StoreInfoIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    @Test
    void aLocalStoreReportsItsAddressAndVersion() {
        try (NixClient nix = SandboxedClient.of(sandbox)) {
            StoreInfo store = nix.storeInfo().execute();

            assertThat(store)
                    .isEqualTo(StoreInfo.of(
                            "local", NixVersion.parse(sandbox.under().version()), tellsTrust() ? true : null));
            assertThat(store).asString().startsWith("store local, Nix ");
        }
    }

    @Test
    void aDaemonReportsItsOwnVersion() {
        try (NixDaemon daemon = NixDaemon.start(sandbox);
                NixClient nix =
                        SandboxedClient.builder(sandbox, daemon.environment()).build()) {
            StoreInfo store = nix.storeInfo().execute();

            assertThat(store.url()).isEqualTo("daemon");
            assertThat(store.version())
                    .contains(NixVersion.parse(sandbox.under().version()));
            assertThat(store.trusted()).isEqualTo(tellsTrust() ? Optional.of(true) : Optional.empty());
        }
    }

    @Test
    void aDaemonThatIsDeadIsAStoreThatIsUnavailable() {
        try (NixDaemon daemon = NixDaemon.start(sandbox);
                NixClient nix =
                        SandboxedClient.builder(sandbox, daemon.environment()).build()) {
            daemon.kill();
            StoreInfoCommand command = nix.storeInfo();

            assertThatThrownBy(command::execute).isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Test
    void aFutureHasTheSameAnswer() {
        try (NixClient nix = SandboxedClient.of(sandbox)) {
            assertThat(Waits.forResult(nix.storeInfo().executeAsync()))
                    .isEqualTo(nix.storeInfo().execute());
        }
    }

    /** Nix 2.8 does not tell it. */
    private boolean tellsTrust() {
        return sandbox.under().isAtLeast(2, 15);
    }
}
