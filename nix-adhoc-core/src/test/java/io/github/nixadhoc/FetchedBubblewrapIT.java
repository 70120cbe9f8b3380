package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.audit.Audit;
import io.github.nixadhoc.error.ConfinementUnavailableException;
import io.github.nixadhoc.policy.Confinement;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.Policies;
import io.github.nixadhoc.result.RunResult;
import io.github.nixadhoc.testkit.ConfinedSandbox;
import io.github.nixadhoc.testkit.NixCalls;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Confinement by the bubblewrap of nixpkgs, on a machine without its own. In these tests it is a copy of the machine's.
 */
class FetchedBubblewrapIT {

    private final NixCalls calls = new NixCalls();

    @RegisterExtension
    private final ConfinedSandbox confined = new ConfinedSandbox();

    private final NixSandbox sandbox = confined.sandbox();

    /** Adds bubblewrap to nixpkgs. */
    private void offer(String builder) throws IOException {
        Path packages = sandbox.nixpkgs().directory().resolve("default.nix");
        Files.writeString(
                packages,
                Files.readString(packages)
                        .replace(
                                "lib.version = \"pre-git\";",
                                "lib.version = \"pre-git\"; bubblewrap = (kit.package \"bubblewrap\" {} ''" + builder
                                        + "'') // { meta.mainProgram = \"bwrap\"; };"),
                StandardOpenOption.TRUNCATE_EXISTING);
    }

    private void offerIt() throws IOException {
        offer("mkdir -p $out/bin; cp " + ConfinedSandbox.BUBBLEWRAP + " $out/bin/bwrap");
    }

    /** Returns a client without bubblewrap on its PATH. */
    private NixClientBuilder builder() throws IOException {
        Map<String, String> environment = new HashMap<>(sandbox.environment());
        environment.put("PATH", confined.other("empty").toString());
        return SandboxedClient.builder(sandbox, environment)
                .executor(calls)
                .confinement(Confinement.readOnly().writable(confined.chosen()));
    }

    @Test
    void itConfinesAndIsFetchedOnce() throws IOException {
        offerIt();
        Path other = confined.other("other");
        try (NixClient nix = builder().build()) {
            RunResult result = nix.shell("hello")
                    .command(
                            "/bin/sh",
                            "-c",
                            "read -r line < /proc/1/comm; echo $line; hello > " + confined.chosen() + "/here; hello > "
                                    + other + "/here")
                    .execute();
            assertThat(result.stdout()).isEqualTo("bwrap\n");
            assertThat(result.storePaths().toString()).contains("hello").doesNotContain("bubblewrap");
            assertThat(nix.run("hello").text()).isEqualTo("Hello, world!");
            calls.clear();
            assertThat(nix.run("hello").text()).isEqualTo("Hello, world!");
            assertThat(calls.ofNix()).isEmpty();
        }
        try (NixClient later = builder().build()) {
            assertThat(later.run("hello").text()).isEqualTo("Hello, world!");
            assertThat(calls.all("bubblewrap")).isEmpty();
        }
        assertThat(confined.chosen().resolve("here")).exists();
        assertThat(other.resolve("here")).doesNotExist();
    }

    @Test
    void aCollectorLeavesItWhileSomethingRunsInIt() throws IOException {
        offerIt();
        try (NixClient nix = builder().build()) {
            try (RunningProgram program = nix.run("cat").openStdin().start()) {
                sandbox.tool("nix-store", "--gc").requireSuccess();
                assertThat(sandbox.storePaths().toString()).contains("-bubblewrap-");
                assertThat(program.isRunning()).isTrue();
            }
            sandbox.tool("nix-store", "--gc").requireSuccess();
            assertThat(sandbox.storePaths().toString()).doesNotContain("-bubblewrap-1.0'");

            assertThat(nix.run("hello").text()).isEqualTo("Hello, world!");
        }
    }

    @Test
    void thePolicyAndTheAuditSeeItAsAnyOtherProgram() throws IOException {
        offerIt();
        Path record = sandbox.root().resolve("audit.jsonl");
        List<String> seen = new CopyOnWriteArrayList<>();
        try (NixClient nix = builder()
                .policy(command -> {
                    seen.add(command.command().get(0) + " "
                            + command.confinement().isPresent());
                    return Decision.allow();
                })
                .audit(Audit.to(record))
                .build()) {
            nix.run("hello").execute().orThrow();
            nix.run("hello").execute().orThrow();
        }
        assertThat(seen).hasSize(3);
        assertThat(seen.get(0)).endsWith("/bin/bwrap false");
        assertThat(seen.subList(1, 3)).allMatch(line -> line.endsWith("/bin/hello true"));
        assertThat(Files.readString(record)).contains("bubblewrap");
        assertThat(Audit.verify(record).problems()).isEmpty();
    }

    @Test
    void nothingRunsOrIsBuiltIfThePolicyDeniesIt() throws IOException {
        offerIt();
        try (NixClient nix = builder().policy(Policies.onlyPackages("hello")).build()) {
            assertUnavailable(nix, "policy");
        }
        assertThat(sandbox.storePaths()).isEmpty();
    }

    @Test
    void nothingRunsIfItCannotBeBuilt() throws IOException {
        offer("echo no compiler >&2; exit 1");
        try (NixClient nix = builder().build()) {
            assertUnavailable(nix, "bubblewrap");
        }
    }

    @Test
    void nothingRunsIfItDoesNotWork() throws IOException {
        offer("mkdir -p $out/bin; printf '#!/bin/sh\\necho no namespaces >&2; exit 1\\n' > $out/bin/bwrap;"
                + " chmod +x $out/bin/bwrap");
        try (NixClient nix = builder().build()) {
            assertUnavailable(nix, "no namespaces");
        }
    }

    @Test
    void nothingRunsIfThereIsNoBubblewrap() throws IOException {
        try (NixClient nix = builder().build()) {
            assertUnavailable(nix, "bubblewrap");
        }
    }

    private void assertUnavailable(NixClient nix, String why) {
        assertThatThrownBy(() -> nix.shell("hello")
                        .script("hello > here")
                        .directory(confined.chosen())
                        .execute())
                .isInstanceOf(ConfinementUnavailableException.class)
                .hasMessageContaining("nothing runs")
                .hasMessageContaining(why);
        assertThat(confined.chosen().resolve("here")).doesNotExist();
    }
}
