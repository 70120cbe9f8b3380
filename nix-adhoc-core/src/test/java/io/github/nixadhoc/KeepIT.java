package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.result.RunResult;
import io.github.nixadhoc.testkit.BinaryCacheServer;
import io.github.nixadhoc.testkit.NixCalls;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The limit of a client for the store: only its own additions are deleted, and only beyond the limit. */
class KeepIT {

    private static final ByteSize PLENTY = ByteSize.ofGiB(1);

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    @Test
    void theLeastRecentlyUsedPathIsDeleted() {
        List<StorePath> all = new ArrayList<>();
        StorePath cat;
        try (NixClient nix = keeping(PLENTY)) {
            all.addAll(nix.run("hello").execute().storePaths());
            cat = nix.run("cat").execute().storePaths().get(0);
            all.addAll(nix.run("closure-top").execute().storePaths());
            all.add(cat);
            awaitIdle();
            nix.run("hello").execute();
        }
        ByteSize limit = ByteSize.of(narSizeOfClosure(all) - 1);
        try (NixClient nix = keeping(limit)) {
            all.addAll(nix.run("two-streams").execute().storePaths());
            Waits.until(() -> !isThere(cat));
            awaitIdle();
        }
        all.remove(cat);
        assertThat(all).allMatch(KeepIT::isThere);
        assertThat(narSizeOfClosure(all)).isLessThanOrEqualTo(limit.bytes());
    }

    @Test
    void aPathInUseStaysUntilItsProgramEnds() {
        try (NixClient nix = keeping(ByteSize.ZERO)) {
            RunningProgram sleeper = nix.run("sleeper").start();
            StorePath hello = nix.run("hello").execute().storePaths().get(0);
            Waits.until(() -> !isThere(hello));
            awaitIdle();
            Path running = sandbox.storePaths().stream()
                    .filter(path -> path.toString().matches(".*-sleeper(-1[.]0)?"))
                    .findFirst()
                    .orElseThrow();

            sleeper.close();

            Waits.until(() -> !Files.exists(running));
            // additions of an evaluation are not packages
            assertThat(sandbox.validPaths())
                    .allMatch(path ->
                            path.toString().endsWith(".drv") || path.toString().endsWith("-source"));
        }
    }

    @Test
    void pathsThatWereThereBeforeStay() {
        sandbox.build("nixpkgs#closure-middle");
        Set<Path> before = sandbox.validPaths();
        try (NixClient nix = keeping(ByteSize.ZERO)) {
            StorePath top = nix.run("closure-top").execute().storePaths().get(0);
            nix.run("cat").execute();
            Waits.until(() -> !isThere(top));
            awaitIdle();
        }
        assertThat(sandbox.validPaths()).containsAll(before);
    }

    @Test
    void aDownloadedPathIsDeletedWithItsClosure() {
        try (BinaryCacheServer cache = BinaryCacheServer.publish(sandbox, "nixpkgs#closure-top")) {
            sandbox.configure(cache.settings());
            try (NixClient nix = keeping(ByteSize.ZERO)) {
                assertThat(nix.run("closure-top").execute().exitCode()).isZero();
                Waits.until(() -> sandbox.storePaths().stream()
                        .noneMatch(path -> path.toString().matches(".*-closure-(top|middle|leaf)(-1[.]0)?")));
            }
        }
    }

    @Test
    void aPinnedPathStaysUntilItIsUnpinned() {
        try (NixClient nix = keeping(ByteSize.ZERO)) {
            StorePath hello =
                    nix.pin("hello").as("greeter").execute().storePaths().get(0);
            StorePath cat = nix.run("cat").execute().storePaths().get(0);
            Waits.until(() -> !isThere(cat));
            awaitIdle();
            assertThat(hello).matches(KeepIT::isThere);

            nix.unpin("greeter").execute();
            nix.run("cat").execute();

            Waits.until(() -> !isThere(hello));
        }
    }

    @Test
    void aDamagedRecordDeletesNothing() throws IOException {
        StorePath hello;
        try (NixClient nix = keeping(PLENTY)) {
            hello = nix.run("hello").execute().storePaths().get(0);
        }
        Path record = record();
        assertThat(record).content().contains(hello.value());
        Files.writeString(record, Files.readString(record).replace("package", "brought"));
        try (NixClient nix = keeping(ByteSize.ZERO)) {
            StorePath cat = nix.run("cat").execute().storePaths().get(0);
            Waits.until(() -> !isThere(cat));
            awaitIdle();
        }
        assertThat(hello).matches(KeepIT::isThere);
        assertThat(record).content().doesNotContain(hello.value());
    }

    @Test
    void aDeletedPathIsDownloadedAgain() {
        try (NixClient nix = keeping(ByteSize.ZERO)) {
            for (int i = 0; i < 3; i++) {
                RunResult result = nix.run("hello").execute();
                assertThat(result.stdout()).isEqualTo("Hello, world!\n");
                Waits.until(() -> !isThere(result.storePaths().get(0)));
            }
        }
    }

    @Test
    void aWarmRunStartsNoNix() {
        NixCalls calls = new NixCalls();
        sandbox.settled();
        try (NixClient nix = SandboxedClient.builder(sandbox)
                .executor(calls)
                .storeLimit(PLENTY)
                .build()) {
            nix.run("hello").execute();
            awaitIdle();
            calls.clear();
            nix.run("hello").execute();
            awaitIdle();
            assertThat(calls.ofNix()).isEmpty();
        }
    }

    private NixClient keeping(ByteSize limit) {
        return SandboxedClient.builder(sandbox).storeLimit(limit).build();
    }

    private static boolean isThere(StorePath path) {
        return Files.exists(path.path());
    }

    private long narSizeOfClosure(Collection<StorePath> paths) {
        List<String> arguments = new ArrayList<>(List.of("path-info", "--recursive", "--size"));
        paths.forEach(path -> arguments.add(path.value()));
        return sandbox.nix(arguments.toArray(String[]::new)).lines().stream()
                .mapToLong(line -> Long.parseLong(line.replaceAll("^\\S+\\s+", "")))
                .sum();
    }

    private Path record() throws IOException {
        try (Stream<Path> files = Files.walk(sandbox.root())) {
            return files.filter(file -> file.endsWith("kept/default/brought"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void awaitIdle() {
        Waits.until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("nix-adhoc-keep")));
    }
}
