package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.FlakeNotFoundException;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.StorePathInfo;
import io.github.nixadhoc.result.Closure;
import io.github.nixadhoc.result.ClosureDifference;
import io.github.nixadhoc.result.MissingPaths;
import io.github.nixadhoc.testkit.BinaryCacheServer;
import io.github.nixadhoc.testkit.NixDaemon;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.SandboxedNix;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PathInfoIT extends SandboxedNix {

    @Test
    void theNumbersAreThoseOfNixPathInfo() {
        build("closure-top");
        build("hello");

        Closure closure = nix.pathInfo("closure-top", "hello").execute();

        Map<String, List<Long>> sizes = new HashMap<>();
        closure.paths()
                .forEach(info -> sizes.put(
                        info.path().value(),
                        List.of(info.narSize().bytes(), info.closureSize().bytes())));
        assertThat(sizes).isEqualTo(sizesByNix("nixpkgs#closure-top", "nixpkgs#hello"));
        assertThat(closure.isInStore()).isTrue();
        assertThat(closure.roots()).extracting(StorePath::name).containsExactly("closure-top-1.0", "hello-1.0");
        assertThat(closure.totalSize().bytes())
                .isEqualTo(
                        sizes.values().stream().mapToLong(pair -> pair.get(0)).sum());
        StorePathInfo top = closure.find(closure.roots().get(0)).orElseThrow();
        assertThat(nix.pathInfo("closure-top").execute().totalSize()).isEqualTo(top.closureSize());
    }

    @Test
    void aPathHasItsOrigin() {
        StorePath top = build("closure-top");
        String derivation = sandbox.nix("path-info", "--derivation", "nixpkgs#closure-top")
                .text()
                .strip();

        StorePathInfo info = nix.pathInfo("closure-top").execute().find(top).orElseThrow();

        assertThat(info.references()).extracting(StorePath::name).containsExactly("closure-middle-1.0");
        assertThat(info.deriver()).contains(StorePath.parse(derivation));
        assertThat(info.registrationTime().orElseThrow())
                .isBetween(Instant.now().minusSeconds(600), Instant.now().plusSeconds(1));
        assertThat(info.downloadSize()).isEmpty();
    }

    @Test
    void whyDependsIsTheChainOfDependencies() {
        StorePath top = build("closure-top");
        Closure closure = nix.pathInfo("closure-top").execute();
        StorePath leaf = closure.largest(1).get(0).path();

        assertThat(leaf.name()).isEqualTo("closure-leaf-1.0");
        assertThat(closure.why(leaf))
                .extracting(StorePath::name)
                .containsExactly("closure-top-1.0", "closure-middle-1.0", "closure-leaf-1.0");
        assertThat(closure.why(top)).containsExactly(top);
        assertThat(closure.why(build("hello"))).isEmpty();
    }

    @Test
    void aDifferenceListsThePathsOfOnlyOneSide() {
        build("closure-top");
        Closure middle = nix.pathInfo("closure-middle").execute();
        Closure top = nix.pathInfo("closure-top").execute();

        ClosureDifference difference = middle.difference(top);

        assertThat(difference.added()).extracting(info -> info.path().name()).containsExactly("closure-top-1.0");
        assertThat(difference.removed()).isEmpty();
        assertThat(difference.addedSize().plus(middle.totalSize())).isEqualTo(top.totalSize());
        assertThat(top.difference(top).isEmpty()).isTrue();
    }

    @Test
    void anUnbuiltPackageIsReportedAndNotBuilt() {
        Closure closure = nix.pathInfo("closure-top").execute();

        MissingPaths missing = closure.missing().orElseThrow();
        assertThat(closure.paths()).isEmpty();
        assertThat(missing.outputs()).isEqualTo(closure.roots());
        assertThat(missing.transfer().toBuild())
                .extracting(StorePath::name)
                .containsExactlyInAnyOrder("closure-top-1.0.drv", "closure-middle-1.0.drv", "closure-leaf-1.0.drv");
        assertThat(missing.transfer().toFetch()).isEmpty();
        assertThat(closure.roots().get(0).path()).doesNotExist();
        assertThat(closure).asString().contains("not in the store", "to build 3");
    }

    @Test
    void presentPathsAreReportedBesideMissingOnes() {
        StorePath leaf = build("closure-leaf");

        Closure closure = nix.pathInfo("closure-leaf", "hello").execute();

        assertThat(closure.paths()).extracting(StorePathInfo::path).containsExactly(leaf);
        assertThat(closure.missing().orElseThrow().transfer().toBuild())
                .extracting(StorePath::name)
                .containsExactly("hello-1.0.drv");
    }

    @Test
    void aPathOfACacheHasTheSizeOfItsDownload() {
        try (BinaryCacheServer cache = BinaryCacheServer.publish(sandbox, "nixpkgs#big")) {
            sandbox.configure(cache.settings());

            Closure closure = nix.pathInfo("big").execute();

            MissingPaths missing = closure.missing().orElseThrow();
            assertThat(missing.transfer().toFetch()).isEqualTo(closure.roots());
            assertThat(missing.transfer().toBuild()).isEmpty();
            assertThat(missing.transfer().downloadSize().bytes()).isBetween(29_000_000L, 31_000_000L);
            assertThat(missing.transfer().unpackedSize().bytes()).isBetween(29_000_000L, 31_000_000L);
            assertThat(cache.archiveRequests()).isZero();

            // AND the cache itself tells the exact numbers, and their signatures
            try (NixClient ofCache = SandboxedClient.builder(sandbox)
                    .store(cache.uri().toString())
                    .build()) {
                StorePathInfo info = ofCache.pathInfo(closure.roots().get(0).value())
                        .execute()
                        .paths()
                        .get(0);
                assertThat(info.downloadSize()).contains(info.narSize());
                assertThat(info.signatures()).singleElement().asString().startsWith("cache.test-1:");
                assertThat(info.registrationTime()).isEmpty();
            }
        }
    }

    @Test
    void aStorePathThatNoCacheHasIsUnobtainable() {
        StorePath nowhere = StorePath.parse(sandbox.storeDir() + "/" + "0".repeat(32) + "-nowhere");

        Closure closure = nix.pathInfo(nowhere.value()).execute();

        assertThat(closure.missing().orElseThrow().transfer().unobtainable()).containsExactly(nowhere);
    }

    @Test
    void aPackageThatDoesNotExistIsAnError() {
        PathInfoCommand command = nix.pathInfo("helo");

        assertThatThrownBy(command::execute).isInstanceOf(PackageNotFoundException.class);
    }

    @Test
    void aRelativeReferenceStartsFromTheDirectory() {
        PathInfoCommand command = nix.pathInfo(".#hello");

        Closure closure = command.directory(sandbox.nixpkgs().directory()).execute();

        assertThat(closure.roots()).extracting(StorePath::name).containsExactly("hello-1.0");
        PathInfoCommand elsewhere = command.directory(sandbox.root());
        assertThatThrownBy(elsewhere::execute).isInstanceOf(FlakeNotFoundException.class);
    }

    @Test
    void timeIsLimited() {
        PathInfoCommand command = nix.pathInfo("hello").timeout(Duration.ofMillis(1));

        assertThatThrownBy(command::execute).isInstanceOf(TimedOutException.class);
    }

    @Test
    void aDaemonGivesTheSameAnswer() {
        build("closure-top");
        try (NixDaemon daemon = NixDaemon.start(sandbox);
                NixClient through =
                        SandboxedClient.builder(sandbox, daemon.environment()).build()) {
            assertThat(through.pathInfo("closure-top").execute())
                    .isEqualTo(nix.pathInfo("closure-top").execute());
        }
    }

    @Test
    void aClosureIsOneScreen() {
        build("closure-top");

        assertThat(nix.pathInfo("closure-top").execute().toString().lines())
                .hasSize(4)
                .first()
                .asString()
                .matches("3 paths, 1\\d\\d\\.\\d KiB");
    }

    private StorePath build(String attribute) {
        List<Path> outputs = sandbox.build("nixpkgs#" + attribute);
        assertThat(outputs).hasSize(1);
        return StorePath.parse(outputs.get(0).toString());
    }

    private Map<String, List<Long>> sizesByNix(String... installables) {
        String[] arguments = new String[installables.length + 2];
        arguments[0] = "path-info";
        arguments[1] = "-rsS";
        System.arraycopy(installables, 0, arguments, 2, installables.length);
        Map<String, List<Long>> sizes = new HashMap<>();
        for (String line : sandbox.nix(arguments).lines()) {
            String[] words = line.strip().split("\\s+", -1);
            sizes.put(words[0], List.of(Long.parseLong(words[1]), Long.parseLong(words[2])));
        }
        assertThat(sizes).isNotEmpty();
        return sizes;
    }
}
