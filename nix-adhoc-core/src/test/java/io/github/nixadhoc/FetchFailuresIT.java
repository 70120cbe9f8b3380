package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.nixadhoc.error.FetchFailedException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.result.RunResult;
import io.github.nixadhoc.testkit.BinaryCacheServer;
import io.github.nixadhoc.testkit.CacheBehaviour;
import io.github.nixadhoc.testkit.FailureOf;
import io.github.nixadhoc.testkit.NixDaemon;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.Waits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Failures of downloads from a binary cache. */
class FetchFailuresIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create("download-attempts = 1", "connect-timeout = 5");

    private final BinaryCacheServer cache = sandbox.closing(BinaryCacheServer.publish(sandbox, "nixpkgs#closure-top"));
    private final NixClient nix = sandbox.closing(SandboxedClient.of(sandbox));

    @BeforeEach
    void useTheCache() {
        sandbox.configure(cache.settings());
    }

    @Test
    void anHonestCacheIsUsedAndNothingIsBuilt() {
        RunResult result = nix.run("closure-top").execute();

        assertThat(result.exitCode()).isZero();
        assertThat(cache.archiveRequests()).isEqualTo(3);
    }

    static Stream<Arguments> badCaches() {
        return Stream.of(
                Arguments.arguments("hangs up in the middle", CacheBehaviour.broken(), "unable to download"),
                Arguments.arguments("sends something else", CacheBehaviour.lying(), "hash mismatch importing path"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badCaches")
    void aCacheWithWrongContentIsAFailedFetch(String what, CacheBehaviour behaviour, String cause) {
        cache.behave(behaviour);

        FetchFailedException failure =
                FailureOf.running(() -> nix.run("closure-top").execute(), FetchFailedException.class, Phase.REALISE);

        assertThat(failure.command()).contains("--realise");
        assertThat(failure.hint()).isNotBlank();
        assertThat(failure.log()).anyMatch(line -> line.contains(cause));
    }

    @Test
    void aPackageIsBuiltIfItsCacheHasLostItsArchives() {
        cache.behave(CacheBehaviour.forgetful());

        assertThat(nix.run("closure-top").execute().exitCode()).isZero();
    }

    @Test
    void aPackageIsBuiltIfItsCacheAnswersWithAnError() {
        cache.behave(CacheBehaviour.failing(500));

        assertThat(nix.run("closure-top").execute().exitCode()).isZero();
    }

    @Test
    void aStorePathOfAFailingCacheIsAFailedFetch() {
        String path = nix.run("closure-top").plan().storePaths().get(0).value();
        sandbox.emptyStore();
        cache.behave(CacheBehaviour.failing(500));

        FetchFailedException failure =
                FailureOf.running(() -> nix.run(path).execute(), FetchFailedException.class, Phase.REALISE);

        assertThat(failure.hint()).isNotBlank();
    }

    @Test
    void anUnsignedStorePathIsRefusedWithAHintAtTheKey() {
        String path = nix.run("closure-top").plan().storePaths().get(0).value();
        sandbox.emptyStore();
        cache.behave(CacheBehaviour.unsigned());

        NixException failure =
                FailureOf.running(() -> nix.run(path).execute(), FetchFailedException.class, Phase.REALISE);

        assertThat(failure.hint()).contains("trusted-public-keys");
    }

    @Test
    void aDaemonHintsAtTheKeyOfAnUnsignedPathToo() {
        String path = nix.run("closure-top").plan().storePaths().get(0).value();
        sandbox.emptyStore();
        cache.behave(CacheBehaviour.unsigned());

        try (NixDaemon daemon = NixDaemon.start(sandbox);
                NixClient behind =
                        SandboxedClient.builder(sandbox, daemon.environment()).build()) {
            for (NixException failure : List.of(
                    FailureOf.running(() -> behind.run(path).execute(), FetchFailedException.class, Phase.REALISE),
                    FailureOf.running(() -> behind.prefetch(path).execute(), FetchFailedException.class, Phase.REALISE),
                    FailureOf.running(
                            () -> behind.pin(path).as("path").execute(), FetchFailedException.class, Phase.REALISE))) {
                assertThat(failure.hint()).contains("trusted-public-keys");
                assertThat(failure.shortMessage()).doesNotContain("warning");
            }
        }
    }

    @Test
    void aStorePathThatTheCacheHasIsFetchedAndRun() {
        String path = nix.run("closure-top").plan().storePaths().get(0).value();
        sandbox.emptyStore();

        RunResult result = nix.run(path).execute();

        assertThat(result.storePaths()).extracting(Object::toString).isEqualTo(List.of(path));
        assertThat(result.stdout()).contains("-closure-leaf-1.0");
    }

    @Test
    void aSilentCacheIsAwaitedUntilTheTimeout() {
        cache.behave(CacheBehaviour.hanging());

        TimedOutException failure = Waits.withEnoughTime(
                Duration.ofSeconds(4),
                limit -> catchThrowableOfType(
                        TimedOutException.class,
                        () -> nix.run("closure-top").timeout(limit).execute()),
                ended -> ended.phase().equals(Optional.of(Phase.REALISE)));

        assertThat(failure.phase()).contains(Phase.REALISE);
        assertThat(failure.result()).isEmpty();
        assertThat(failure.hint()).isNotBlank();
        assertThat(failure.command()).contains("--realise");
    }
}
