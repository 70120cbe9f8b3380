package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.BuildFailedException;
import io.github.nixadhoc.error.CommandDeniedException;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.PlannedCommand;
import io.github.nixadhoc.result.PrefetchResult;
import io.github.nixadhoc.result.PrefetchedPackage;
import io.github.nixadhoc.result.RunResult;
import io.github.nixadhoc.testkit.BinaryCacheServer;
import io.github.nixadhoc.testkit.CountedNix;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.Waits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Prefetches: packages are in the store ahead of their use. */
class PrefetchIT extends CountedNix {

    @Test
    void runsAndShellsOfEachPackageAreWarmAfterwards() {
        PrefetchResult result = nix.prefetch("hello", "cowsay", "closure-top").execute();
        calls.clear();

        assertThat(nix.run("cowsay").args("moo").text()).contains("< moo >");
        assertThat(nix.shell("hello").command("hello").execute().stdout()).isEqualTo("Hello, world!\n");
        RunResult run = nix.run("closure-top").execute();
        assertThat(nix.shell("closure-top").command("closure-top").execute().exitCode())
                .isZero();
        assertThat(nix.run("hello").execute().exitCode()).isZero();
        assertThat(calls.ofNix()).isEmpty();
        PrefetchedPackage top = result.packages().get(2);
        assertThat(top.installable()).hasToString("closure-top");
        assertThat(top.storePaths()).isEqualTo(run.storePaths());
        assertThat(top.closureSize()).isEqualTo(run.closureSize());
    }

    @Test
    void allIsEvaluatedOnceAndRealisedOnce() {
        PrefetchResult result = nix.prefetch("hello", "cowsay", "closure-top").execute();

        assertThat(calls.all("requests = [")).hasSize(1);
        assertThat(calls.all("--realise").stream().filter(call -> !call.contains("--dry-run")))
                .hasSize(1);
        assertThat(result.wasInStore()).isFalse();
        assertThat(result.transfer().toBuild()).hasSize(5);
        assertThat(result.transfer().toFetch()).isEmpty();
    }

    @Test
    void whatIsThereAlreadyIsNotAskedFor() {
        PrefetchResult first = nix.prefetch("hello", "cowsay").execute();
        calls.clear();

        PrefetchResult second = nix.prefetch("cowsay", "hello").execute();

        assertThat(calls.ofNix()).isEmpty();
        assertThat(second.wasInStore()).isTrue();
        assertThat(second.packages()).containsExactlyInAnyOrderElementsOf(first.packages());
        assertThat(second.toString()).contains("hello").endsWith("all of it was in the store");
    }

    @Test
    void downloadsAreReported() {
        try (BinaryCacheServer cache = BinaryCacheServer.publish(sandbox, "nixpkgs#closure-top")) {
            sandbox.configure(cache.settings());

            PrefetchResult result = nix.prefetch("closure-top").execute();

            assertThat(result.transfer().toFetch()).hasSize(3);
            assertThat(result.transfer().toBuild()).isEmpty();
            assertThat(result.transfer().downloadSize().bytes()).isPositive();
            assertThat(cache.archiveRequests()).isEqualTo(3);
        }
    }

    @Test
    void thePolicySeesEachPackageBeforeAnythingIsBuilt() {
        List<PlannedCommand> seen = new ArrayList<>();
        try (NixClient reviewed = SandboxedClient.builder(sandbox)
                .policy(command -> {
                    seen.add(command);
                    return command.command().toString().contains("cowsay")
                            ? Decision.deny("no cows")
                            : Decision.allow();
                })
                .build()) {
            PrefetchCommand command = reviewed.prefetch("hello", "cowsay");

            assertThatThrownBy(command::execute)
                    .isExactlyInstanceOf(CommandDeniedException.class)
                    .hasMessageContaining("no cows")
                    .hasMessageContaining("build --no-link nixpkgs#cowsay");
        }

        assertThat(seen).hasSize(2);
        assertThat(seen.get(0).command()).endsWith("build", "--no-link", "nixpkgs#hello");
        assertThat(seen.get(0).storePaths()).extracting(StorePath::name).containsExactly("hello-1.0");
        assertThat(sandbox.storePaths()).noneMatch(path -> path.toString().endsWith("-hello-1.0"));
    }

    @Test
    void aRunThatStartsMeanwhileJoinsIt() throws Exception {
        String slow = flakeThatFirst("/bin/sleep 1");
        CompletableFuture<PrefetchResult> prefetch = nix.prefetch("hello", slow).executeAsync();
        sandbox.processes().awaitStartOf("/bin/sleep 1");

        assertThat(nix.run(slow).text()).isEqualTo("at last");

        assertThat(prefetch.get(Waits.LIMIT.toSeconds(), TimeUnit.SECONDS).packages())
                .hasSize(2);
        assertThat(calls.all("--realise").stream().filter(call -> !call.contains("--dry-run")))
                .hasSize(1);
        assertThat(calls.all("requests = [")).as("one for each flake").hasSize(2);
    }

    /** A run that shares the work of a prefetch does not fail if the prefetch fails for another package. */
    @Test
    void aRunThatJoinsAPrefetchDoesNotFailWithIt() throws Exception {
        String failing = flakeThatFirst("/bin/sleep 1; exit 1");
        CompletableFuture<PrefetchResult> prefetch =
                nix.prefetch(failing, "hello").executeAsync();
        sandbox.processes().awaitStartOf("/bin/sleep 1");

        assertThat(nix.run("hello").text()).isEqualTo("Hello, world!");

        assertThatThrownBy(() -> prefetch.get(Waits.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .hasCauseExactlyInstanceOf(BuildFailedException.class);
    }

    @Test
    void anAppOrATextIsPrefetchedForItsUse() {
        nix.prefetch("nixpkgs#only-app").execute();
        calls.clear();

        assertThat(nix.run("nixpkgs#only-app").text()).isEqualTo("only an app");
        assertThat(calls.ofNix()).isEmpty();
    }

    @Test
    void aPackageThatDoesNotExistIsNamed() {
        assertThatThrownBy(() -> nix.prefetch("hello", "no-such-package").execute())
                .isExactlyInstanceOf(PackageNotFoundException.class)
                .hasMessageContaining("no-such-package");
    }

    @Test
    void aCollectorMayTakeItAndItIsBroughtBack() {
        nix.prefetch("hello").execute();
        sandbox.tool("nix-store", "--gc").requireSuccess();

        PrefetchResult again = nix.prefetch("hello").execute();

        assertThat(again.transfer().toBuild()).hasSize(1);
        assertThat(nix.run("hello").text()).isEqualTo("Hello, world!");
    }

    /** Returns a package whose builder runs a command before it creates the program. */
    private String flakeThatFirst(String command) throws Exception {
        Path flake =
                sandbox.flake("other", CacheIT.flake("at last", "").replace("/bin/mkdir", command + "; /bin/mkdir"));
        sandbox.settled();
        return "path:" + flake + "#";
    }
}
