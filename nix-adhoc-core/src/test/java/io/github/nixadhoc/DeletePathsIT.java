package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.audit.Audit;
import io.github.nixadhoc.error.CommandDeniedException;
import io.github.nixadhoc.error.PathInUseException;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.GcRoot;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.policy.CommandPolicy;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.HostChange;
import io.github.nixadhoc.policy.Policies;
import io.github.nixadhoc.result.GarbageResult;
import io.github.nixadhoc.testkit.NixCalls;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Deletion of given paths, and the roots that keep paths, on a real Nix. */
class DeletePathsIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    private final NixCalls calls = new NixCalls();
    private final NixClient nix = sandbox.closing(client(CommandPolicy.allowAll()));

    private NixClient client(CommandPolicy policy) {
        return SandboxedClient.builder(sandbox).executor(calls).policy(policy).build();
    }

    private StorePath add(String name, String text) throws IOException {
        Path file = Files.writeString(sandbox.root().resolve(name), text);
        return StorePath.parse(
                sandbox.tool("nix-store", "--add", file.toString()).lines().get(0));
    }

    private Path root(StorePath path, String name) {
        Path link = sandbox.root().resolve(name);
        assertThat(sandbox.tool("nix-store", "--realise", path.value(), "--add-root", link.toString())
                        .exitCode())
                .isZero();
        return link;
    }

    @Test
    void givenPathsAreDeletedAndOthersStay() throws IOException {
        StorePath one = add("one", "1");
        StorePath two = add("two", "22");
        StorePath other = add("other", "333");

        GarbageResult deleted = nix.deletePaths(one, two, one).execute();

        assertThat(deleted.deletedPaths()).containsExactlyInAnyOrder(one, two);
        assertThat(deleted.freed()).isGreaterThan(ByteSize.ZERO);
        assertThat(sandbox.validPaths()).doesNotContain(one.path(), two.path()).contains(other.path());
    }

    @Test
    void aPathThatIsNotThereIsNoFailure() throws IOException {
        StorePath one = add("one", "1");
        assertThat(nix.deletePaths(one).execute().deletedPaths()).containsExactly(one);

        GarbageResult again = nix.deletePaths(one).execute();

        assertThat(again.deletedPaths()).isEmpty();
        assertThat(again.freed()).isEqualTo(ByteSize.ZERO);
    }

    @Test
    void aPathWithARootIsRefusedTogetherWithAllOthers() throws IOException {
        StorePath kept = add("kept", "1");
        StorePath free = add("free", "2");
        Path link = root(kept, "result");

        assertThatThrownBy(() -> nix.deletePaths(free, kept).execute())
                .isInstanceOfSatisfying(PathInUseException.class, e -> {
                    assertThat(e.paths()).containsExactly(kept);
                    assertThat(e.roots()).containsExactly(link.toString());
                    assertThat(e).hasMessageContaining("none of the paths is deleted");
                });
        assertThat(sandbox.validPaths()).contains(kept.path(), free.path());
    }

    @Test
    void theRootOfAPathThatDependsOnItKeepsIt() {
        StorePath tool = nix.run("cowsay").execute().storePaths().get(0);
        StorePath dependency = nix.pathInfo("cowsay").execute().paths().stream()
                .flatMap(info -> info.references().stream())
                .filter(path -> !path.equals(tool))
                .findFirst()
                .orElse(tool);
        Path link = root(tool, "tool");

        assertThatThrownBy(() -> nix.deletePaths(dependency).execute())
                .isInstanceOfSatisfying(
                        PathInUseException.class, e -> assertThat(e.roots()).contains(link.toString()));
    }

    @Test
    void aRunningProgramKeepsItsPath() {
        try (RunningProgram running = nix.shell("cowsay").command("sleep", "60").start()) {
            StorePath path = nix.run("cowsay").plan().storePaths().get(0);

            assertThatThrownBy(() -> nix.deletePaths(path).execute()).isInstanceOf(PathInUseException.class);
            assertThat(running.isRunning()).isTrue();
        }
    }

    @Test
    void rootsAreListedWithWhatTheyKeep() throws IOException {
        StorePath one = add("one", "1");
        StorePath two = add("two", "2");
        Path first = root(one, "first");
        Path second = root(two, "second with space");

        List<GcRoot> all = nix.listRoots().execute();

        assertThat(all).extracting(GcRoot::link).contains(first.toString(), second.toString());
        assertThat(all)
                .filteredOn(root -> root.path().equals(one))
                .singleElement()
                .satisfies(root -> {
                    assertThat(root.closureSize()).isGreaterThan(ByteSize.ZERO);
                    assertThat(root.keptAlone()).isEqualTo(root.closureSize());
                    assertThat(nix.pathInfo(root.path().value()).execute().totalSize())
                            .isEqualTo(root.closureSize());
                });
        assertThat(nix.listRoots().keeping(two).execute())
                .extracting(GcRoot::link)
                .containsExactly(second.toString());
        assertThat(nix.listRoots()
                        .keeping(StorePath.parse(sandbox.storeDir() + "/" + "0".repeat(32) + "-none"))
                        .execute())
                .isEmpty();
    }

    static Stream<CommandPolicy> withoutChanges() {
        return Stream.of(
                command -> Decision.allow(),
                Policies.anyPackage(),
                Policies.forAgents(),
                CommandPolicy.allOf(Policies.anyPackage(), CommandPolicy.allowAll()),
                CommandPolicy.anyOf(Policies.anyPackage(), Policies.onlyNixpkgs()),
                CommandPolicy.allOf(),
                Policies.anyPackage().withApproval((command, question) -> true),
                Policies.anyPackage().allowingChanges(HostChange.Kind.COPY_TO, HostChange.Kind.REGISTRY));
    }

    @ParameterizedTest
    @MethodSource("withoutChanges")
    void aPolicyDeniesADeletionThatItDoesNotAllow(CommandPolicy policy) throws IOException {
        StorePath one = add("one", "1");
        try (NixClient closed = client(policy)) {
            assertThatThrownBy(() -> closed.deletePaths(one).execute())
                    .isInstanceOf(CommandDeniedException.class)
                    .hasMessageContaining("DELETE_PATHS");
        }
        assertThat(calls.ofNix()).isEmpty();
        assertThat(sandbox.validPaths()).contains(one.path());
    }

    @Test
    void aPolicyCanAllowADeletionAndTheAuditTellsBoth() throws IOException {
        StorePath one = add("one", "1");
        Path record = sandbox.root().resolve("audit.jsonl");
        Audit audit = Audit.to(record);
        CommandPolicy agents = Policies.forAgents();
        try (NixClient closed = SandboxedClient.builder(sandbox)
                        .policy(agents)
                        .audit(audit)
                        .build();
                NixClient open = SandboxedClient.builder(sandbox)
                        .policy(CommandPolicy.allOf(
                                agents.allowingChanges(HostChange.Kind.DELETE_PATHS), CommandPolicy.allowAll()))
                        .audit(audit)
                        .build()) {
            assertThatThrownBy(() -> closed.deletePaths(one).execute()).isInstanceOf(CommandDeniedException.class);
            assertThat(open.deletePaths(one).execute().deletedPaths()).containsExactly(one);
        }
        assertThat(Files.readAllLines(record))
                .satisfiesExactly(
                        denied -> assertThat(denied)
                                .contains("\"event\":\"change\"", "\"decision\":\"deny\"", one.value()),
                        allowed -> assertThat(allowed)
                                .contains("\"event\":\"change\"", "\"decision\":\"allow\"", one.value()));
        assertThat(Audit.verify(record).isIntact()).isTrue();
    }
}
