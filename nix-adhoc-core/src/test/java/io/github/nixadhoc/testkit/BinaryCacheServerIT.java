package io.github.nixadhoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BinaryCacheServerIT {

    /** Not patient: the retries of a real Nix take seconds. */
    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create("download-attempts = 1");

    private final BinaryCacheServer cache = BinaryCacheServer.publish(sandbox, "nixpkgs#closure-top", "nixpkgs#multi");

    @BeforeEach
    void useTheCache() {
        sandbox.configure(cache.settings());
    }

    @AfterEach
    void close() {
        cache.close();
    }

    @Test
    void anHonestCacheSavesTheBuild() {
        Ran ran = sandbox.nix("run", "nixpkgs#closure-top");

        assertThat(ran.text()).contains("closure-leaf");
        assertThat(ran.stderr()).doesNotContain("building '");
        assertThat(cache.archiveRequests()).isEqualTo(3);
        assertThat(cache.requests()).contains("/nix-cache-info");
    }

    @Test
    void allOutputsAreInTheCache() {
        assertThat(sandbox.build("nixpkgs#multi")).hasSize(3);
        assertThat(cache.archiveRequests()).isEqualTo(3);
    }

    @Test
    void aSlowCacheDelaysTheAnswer() {
        cache.behave(CacheBehaviour.slow(100_000));

        long start = System.nanoTime();
        sandbox.nix("run", "nixpkgs#closure-top").requireSuccess();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(1));
    }

    @Test
    void aPathWithAWrongHashIsRefused() {
        cache.behave(CacheBehaviour.lying());

        assertFails(sandbox.nix("build", "--no-link", "nixpkgs#closure-leaf"), "hash mismatch importing path");
    }

    @Test
    void halfAnArchiveIsRefused() {
        cache.behave(CacheBehaviour.broken());

        assertFails(sandbox.nix("build", "--no-link", "nixpkgs#closure-leaf"), "Transferred a partial file");
    }

    @Test
    void aPathThatTheCacheHasLostIsBuilt() {
        cache.behave(CacheBehaviour.forgetful());

        Ran ran = sandbox.nix("build", "--no-link", "nixpkgs#closure-leaf");

        ran.requireSuccess();
        assertThat(ran.stderr()).contains("does not exist in binary cache", "building '");
    }

    @Test
    void aPackageIsBuiltIfTheCacheFails() {
        cache.behave(CacheBehaviour.failing(500));

        Ran ran = sandbox.nix("build", "--no-link", "nixpkgs#closure-leaf");

        ran.requireSuccess();
        assertThat(ran.stderr()).contains("HTTP error 500", "building '");
    }

    @Test
    void anUnsignedPathIsBuiltInstead() {
        cache.behave(CacheBehaviour.unsigned());

        Ran ran = sandbox.nix("run", "nixpkgs#closure-top");

        ran.requireSuccess();
        assertThat(ran.stderr()).contains("building '");
        assertThat(cache.archiveRequests()).isZero();
    }

    @Test
    void aHangingCacheHangsUntilItIsClosed() throws Exception {
        // GIVEN
        cache.behave(CacheBehaviour.hanging());
        ProcessBuilder builder = new ProcessBuilder(sandbox.nixCommand("build", "--no-link", "nixpkgs#closure-top"));
        builder.environment().putAll(sandbox.environment());
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();

        // THEN
        // time for what must not happen
        assertThat(process.waitFor(1, TimeUnit.SECONDS)).isFalse();
        cache.close();
        int unused = Waits.forExit(process);
        assertThat(process.isAlive()).isFalse();
    }

    private void assertFails(Ran ran, String reason) {
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.stderr()).contains(reason);
        assertThat(sandbox.validPaths()).noneMatch(path -> path.toString().endsWith("-closure-leaf-1.0"));
    }
}
