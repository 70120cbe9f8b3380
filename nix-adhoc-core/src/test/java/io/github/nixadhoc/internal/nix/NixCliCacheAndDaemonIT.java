package io.github.nixadhoc.internal.nix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.nixadhoc.error.FetchFailedException;
import io.github.nixadhoc.error.HashMismatchException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.exec.commons.CommonsExecExecutor;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.testkit.BinaryCacheServer;
import io.github.nixadhoc.testkit.CacheBehaviour;
import io.github.nixadhoc.testkit.NixDaemon;
import io.github.nixadhoc.testkit.NixSandbox;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Failures of binary caches and of the daemon, with a real Nix. */
class NixCliCacheAndDaemonIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create("download-attempts = 1");

    @Test
    void aCacheThatHasLostAnArchiveIsAFailedFetch() {
        assertThat(realiseFrom(CacheBehaviour.forgetful(), true)).isInstanceOf(FetchFailedException.class);
    }

    @Test
    void aCacheThatIsNotTrustedIsAFailedFetchWithAHint() {
        NixException failure = realiseFrom(CacheBehaviour.honest(), false);

        assertThat(failure).isInstanceOf(FetchFailedException.class);
        assertThat(failure.hint()).contains("trusted-public-keys");
    }

    @Test
    void aCacheThatSendsSomethingElseIsNoSuccess() {
        assertThat(realiseFrom(CacheBehaviour.lying(), true))
                .isInstanceOfAny(HashMismatchException.class, FetchFailedException.class);
    }

    @Test
    void aCacheThatBreaksOffIsAFailedFetch() {
        assertThat(realiseFrom(CacheBehaviour.broken(), true)).isInstanceOf(FetchFailedException.class);
    }

    @Test
    void aBrokenServerIsAFailedFetch() {
        assertThat(realiseFrom(CacheBehaviour.failing(500), true)).isInstanceOf(FetchFailedException.class);
    }

    @Test
    void aDaemonThatEndsInTheMiddleIsAnUnavailableStore() {
        try (NixDaemon daemon = NixDaemon.start(sandbox)) {
            NixCli nix = cli(daemon.environment());
            CompletableFuture<Void> unused = CompletableFuture.runAsync(
                    daemon::kill, CompletableFuture.delayedExecutor(1500, TimeUnit.MILLISECONDS));

            NixException failure =
                    fail(nix, NixCall.nix(Phase.REALISE, List.of("build", "--no-link", "nixpkgs#endless-build")));

            assertThat(failure).isInstanceOf(StoreUnavailableException.class);
        }
    }

    private NixException realiseFrom(CacheBehaviour behaviour, boolean trusted) {
        String path = sandbox.build("nixpkgs#hello").get(0).toString();
        try (BinaryCacheServer cache = BinaryCacheServer.publish(sandbox, "nixpkgs#hello")) {
            cache.behave(behaviour);
            sandbox.configure("substituters = " + cache.uri());
            if (trusted) {
                sandbox.configure("trusted-public-keys = " + cache.publicKey());
            }
            return fail(
                    cli(sandbox.environment()),
                    new NixCall("nix-store", List.of("--realise", path), Phase.REALISE, null));
        }
    }

    private static NixException fail(NixCli nix, NixCall call) {
        return catchThrowableOfType(NixException.class, () -> {
            NixOutput output = nix.run(call, Deadline.after(Duration.ofSeconds(30)));
            throw new AssertionError("it succeeded: " + output);
        });
    }

    private NixCli cli(Map<String, String> environment) {
        return new NixCli(
                CommonsExecExecutor.create(),
                new NixSettings(
                        sandbox.under().binary(),
                        null,
                        sandbox.options(),
                        ProcessEnvironment.inherited().onTopOf(environment)));
    }
}
