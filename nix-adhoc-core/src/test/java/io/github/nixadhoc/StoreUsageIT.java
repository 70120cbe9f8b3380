package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.commons.CommonsExecExecutor;
import io.github.nixadhoc.model.GcRoot;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.result.GarbageResult;
import io.github.nixadhoc.result.StoreUsage;
import io.github.nixadhoc.testkit.Background;
import io.github.nixadhoc.testkit.NixDaemon;
import io.github.nixadhoc.testkit.SandboxProcesses;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.SandboxedNix;
import io.github.nixadhoc.testkit.StoreInDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class StoreUsageIT extends SandboxedNix {

    @Test
    void theNumbersAreThoseOfNixAndOfTheDisk() {
        link("closure-top");
        link("t1");
        sandbox.build("nixpkgs#hello");
        sandbox.tool("nix-store", "--optimise").requireSuccess();

        StoreUsage usage = nix.storeUsage().execute();

        Map<String, Long> sizes = sizes("--size");
        assertThat(usage.paths()).isEqualTo(sizes.size());
        assertThat(usage.totalSize().bytes())
                .isEqualTo(sizes.values().stream().mapToLong(Long::longValue).sum());
        assertThat(usage.diskUsage().bytes()).isEqualTo(1024 * du());
        assertThat(usage.reclaimablePaths())
                .isNotEmpty()
                .extracting(StorePath::value)
                .containsExactlyElementsOf(dead());
        GarbageResult wouldBe = nix.collectGarbage().dryRun().execute();
        assertThat(usage.reclaimable()).isEqualTo(wouldBe.freed());
        assertThat(usage.reclaimablePaths()).isEqualTo(wouldBe.deletedPaths());
    }

    /** Two roots keep closure-leaf; one keeps the rest of closure-top, its derivations included. */
    @Test
    void eachRootHasItsClosureAndTheSizeThatOnlyItKeeps() throws IOException {
        Path top = link("closure-top");
        Path leaf = link("closure-leaf");
        Map<String, Long> closures = sizes("--closure-size");
        Map<String, Long> sizes = sizes("--size");

        List<GcRoot> roots = nix.storeUsage().execute().roots();

        assertThat(roots).extracting(GcRoot::link).containsExactly(leaf.toString(), top.toString());
        Set<String> before = dead();
        for (GcRoot root : roots) {
            Path link = Path.of(root.link());
            Path target = Files.readSymbolicLink(link);
            assertThat(root.path()).hasToString(target.toString());
            assertThat(root.closureSize().bytes()).isEqualTo(closures.get(target.toString()));

            Files.delete(link);
            Set<String> alone = dead();
            alone.removeAll(before);
            sandbox.tool("nix-store", "--add-root", link.toString(), "--indirect", "-r", target.toString())
                    .requireSuccess();

            assertThat(root.keptAlone().bytes())
                    .as(root.link())
                    .isEqualTo(alone.stream().mapToLong(sizes::get).sum());
        }
        assertThat(roots.get(0).keptAlone().bytes()).isZero();
        assertThat(roots.get(1).keptAlone().bytes()).isPositive();
    }

    @Test
    void theSettingsOfTheCollectorCount() {
        sandbox.configure("keep-derivations = false");
        Path link = link("hello");
        Map<String, Long> sizes = sizes("--size");

        List<GcRoot> roots = nix.storeUsage().execute().roots();

        assertThat(roots).singleElement().satisfies(root -> {
            assertThat(root.link()).isEqualTo(link.toString());
            assertThat(root.keptAlone().bytes()).isEqualTo(sizes.get(root.path().value()));
        });
    }

    @Test
    void aRunningProgramIsARoot() {
        try (RunningProgram program = nix.run("endless").discardOutput().start()) {
            sandbox.processes().awaitStartOf("yes");

            List<GcRoot> roots = nix.storeUsage().execute().roots();

            assertThat(roots)
                    .isNotEmpty()
                    .allSatisfy(root -> assertThat(root.link()).startsWith("/proc/"))
                    .extracting(root -> root.path().name())
                    .containsOnly("endless-1.0");
            program.stop();
        }
    }

    @Test
    void anEmptyStoreHoldsNothing() {
        sandbox.nix("store", sandbox.under().isAtLeast(2, 19) ? "info" : "ping").requireSuccess();

        StoreUsage usage = nix.storeUsage().execute();

        assertThat(usage.paths()).isZero();
        assertThat(usage.totalSize().bytes()).isZero();
        assertThat(usage.roots()).isEmpty();
        assertThat(usage.reclaimablePaths()).isEmpty();
    }

    @Test
    void aDaemonGivesTheSameAnswer() {
        link("closure-top");
        sandbox.build("nixpkgs#hello");
        try (NixDaemon daemon = NixDaemon.start(sandbox);
                NixClient through =
                        SandboxedClient.builder(sandbox, daemon.environment()).build()) {
            assertThat(through.storeUsage().execute())
                    .isEqualTo(nix.storeUsage().execute());
        }
    }

    @Test
    void aStoreInADirectoryReportsItself() {
        StoreInDirectory elsewhere = StoreInDirectory.of(sandbox);
        StorePath added = elsewhere.add("one", 100_000);
        sandbox.build("nixpkgs#hello");
        try (NixClient other = elsewhere.client()) {
            StoreUsage usage = other.storeUsage().execute();

            assertThat(usage.paths()).isEqualTo(1);
            assertThat(usage.reclaimablePaths()).containsExactly(added);
            assertThat(usage.reclaimable().bytes()).isEqualTo(100_000);
            assertThat(usage.diskUsage().bytes()).isBetween(100_000L, 150_000L);
        }
    }

    @Test
    void timeIsLimited() {
        StoreUsageCommand command = nix.storeUsage().timeout(Duration.ofMillis(1));

        assertThatThrownBy(command::execute).isInstanceOf(TimedOutException.class);
    }

    @Test
    void anInterruptStopsTheSurveyOfTheDisk() throws Exception {
        try (NixClient slow = withDu("exec sleep 1000000")) {
            StoreUsageCommand command = slow.storeUsage();
            Background<Throwable> caller = Background.call(() -> catchThrowable(command::execute));
            SandboxProcesses processes = sandbox.processes();
            processes.awaitStartOf("sleep 1000000");

            caller.interrupt();

            assertThat(caller.result()).isExactlyInstanceOf(CancelledException.class);
            assertThat(processes.running()).isEmpty();
        }
    }

    @Test
    void aDuThatDoesNotAnswerIsAnErrorThatShowsWhatItSaid() {
        try (NixClient broken = withDu("echo 'out of order' >&2")) {
            StoreUsageCommand command = broken.storeUsage();

            assertThatThrownBy(command::execute)
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("out of order")
                    .hasMessageContaining("du -s -k " + sandbox.storeDir());
        }
    }

    @Test
    void aUsageIsOneScreen() {
        link("hello");

        assertThat(nix.storeUsage().execute().toString().lines())
                .hasSize(4)
                .first()
                .asString()
                .matches("\\d+ store paths, .* KiB, on disk .* KiB");
    }

    private NixClient withDu(String script) {
        CommandExecutor real = CommonsExecExecutor.create();
        sandbox.build("nixpkgs#hello");
        return SandboxedClient.builder(sandbox)
                .executor(spec -> real.start(
                        spec.command().get(0).equals("du")
                                ? ProcessSpec.of("/bin/sh", "-c", script)
                                        .withEnvironment(spec.environment())
                                        .withLimits(spec.limits())
                                : spec))
                .build();
    }

    private Path link(String attribute) {
        Path link = sandbox.root().resolve("link-" + attribute);
        sandbox.nix("build", "nixpkgs#" + attribute, "--out-link", link.toString())
                .requireSuccess();
        return link;
    }

    private Set<String> dead() {
        return new TreeSet<>(sandbox.tool("nix-store", "--gc", "--print-dead").lines());
    }

    private long du() {
        String answer = sandbox.run(List.of("du", "-sk", sandbox.storeDir().toString()), new byte[0])
                .text();
        return Long.parseLong(answer.split("\\s+", -1)[0]);
    }

    private Map<String, Long> sizes(String which) {
        Map<String, Long> sizes = new HashMap<>();
        for (String line : sandbox.nix("path-info", "--all", which).lines()) {
            String[] words = line.strip().split("\\s+", -1);
            sizes.put(words[0], Long.parseLong(words[1]));
        }
        assertThat(sizes).isNotEmpty();
        return sizes;
    }
}
