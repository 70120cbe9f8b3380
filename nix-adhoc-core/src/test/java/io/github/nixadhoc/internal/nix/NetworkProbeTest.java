package io.github.nixadhoc.internal.nix;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.testkit.Waits;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkProbeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8080/nix-cache-info",
                "http://[::1]/x",
                "http://localhost:1/x",
                "http://cache.localhost/x",
                "https://10.0.0.1/x",
                "file:///cache",
                "not a url",
                ""
            })
    void aUrlWithoutANameToResolveIsNoSign(String url) {
        assertThat(NetworkProbe.with(Map.of(), host -> false).hostToResolve(url))
                .isEmpty();
    }

    @Test
    void aProxyResolvesNamesItself() {
        NetworkProbe probe = NetworkProbe.with(Map.of("https_proxy", "http://proxy:3128"), host -> false);

        assertThat(probe.hostToResolve("https://github.com/x")).isEmpty();
    }

    @Test
    void offlineMeansThatNeitherTheHostNorThePublicCacheResolves() {
        assertThat(NetworkProbe.with(Map.of(), host -> false).isOffline("github.com"))
                .isTrue();
        assertThat(NetworkProbe.with(Map.of(), "cache.nixos.org"::equals).isOffline("no.such.host"))
                .isFalse();
        assertThat(NetworkProbe.with(Map.of(), "my.host"::equals).isOffline("my.host"))
                .isFalse();
    }

    @Test
    void aResolverWithoutAnswerIsNotAwaitedForLong() {
        CountDownLatch never = new CountDownLatch(1);
        NetworkProbe probe = NetworkProbe.with(Map.of(), host -> {
            Waits.stickAt(never);
            return true;
        });

        boolean offline = probe.isOffline("github.com");

        assertThat(offline).isTrue();
        assertThat(never.getCount()).as("it still does not answer").isEqualTo(1);
        never.countDown();
    }
}
