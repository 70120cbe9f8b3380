package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.audit.Audit;
import io.github.nixadhoc.error.CommandDeniedException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.policy.CommandPolicy;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.HostChange;
import io.github.nixadhoc.policy.Policies;
import io.github.nixadhoc.result.CopyResult;
import io.github.nixadhoc.testkit.NixCalls;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies between stores on a real Nix. */
class CopyIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    private final NixCalls calls = new NixCalls();
    private final NixClient nix = sandbox.closing(client(CommandPolicy.allowAll()));
    private final Path cache = sandbox.root().resolve("copies");
    private final String url = "file://" + cache;

    private NixClient client(CommandPolicy policy) {
        return SandboxedClient.builder(sandbox).executor(calls).policy(policy).build();
    }

    @Test
    void aPackageGoesToAnotherStoreWithAllThatItDependsOn() {
        nix.prefetch("closure-top").execute();
        Set<StorePath> closure = new TreeSet<>();
        nix.pathInfo("closure-top").execute().paths().forEach(info -> closure.add(info.path()));

        CopyResult copy = nix.copy("closure-top").to(url).execute();

        assertThat(copy.copied()).containsExactlyElementsOf(closure).hasSizeGreaterThan(1);
        assertThat(copy.present()).isEmpty();
        assertThat(copy.size()).isEqualTo(nix.pathInfo("closure-top").execute().totalSize());
        assertThat(cache.resolve("nix-cache-info")).exists();
    }

    @Test
    void onlyWhatIsMissingIsCopied() {
        nix.prefetch("closure-top").execute();
        CopyResult first = nix.copy("closure-top").to(url).execute();
        calls.clear();

        CopyResult again = nix.copy("closure-top").to(url).execute();

        assertThat(again.copied()).isEmpty();
        assertThat(again.size()).isEqualTo(ByteSize.ZERO);
        assertThat(again.present()).isEqualTo(first.copied());
        assertThat(calls.all(" copy ")).isEmpty();
    }

    @Test
    void whatWasDeletedComesBackFromAnotherStore() {
        StorePath cowsay =
                nix.prefetch("cowsay").execute().packages().get(0).storePaths().get(0);
        nix.copy("cowsay").to(url).execute();
        nix.deletePaths(cowsay).execute();

        CopyResult copy = nix.copy("cowsay").from(url).checkSignatures(false).execute();

        assertThat(copy.copied()).contains(cowsay);
        assertThat(sandbox.validPaths()).contains(cowsay.path());
        assertThat(nix.shell(cowsay.value()).command("cowsay", "moo").text()).contains("moo");
    }

    @Test
    void aPathWithoutATrustedSignatureIsRefusedByDefault() {
        StorePath cowsay =
                nix.prefetch("cowsay").execute().packages().get(0).storePaths().get(0);
        nix.copy(cowsay.value()).to(url).execute();
        nix.deletePaths(cowsay).execute();

        assertThatThrownBy(() -> nix.copy(cowsay.value()).from(url).execute())
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("checkSignatures(false)");
        assertThat(sandbox.validPaths()).doesNotContain(cowsay.path());
    }

    @Test
    void aSessionDeletesWhatWasCopiedFromAnotherStoreInItAndNothingThatWasCopiedToOne() {
        StorePath cowsay =
                nix.prefetch("cowsay").execute().packages().get(0).storePaths().get(0);
        StorePath hello =
                nix.prefetch("hello").execute().packages().get(0).storePaths().get(0);
        nix.copy("cowsay").to(url).execute();
        nix.deletePaths(cowsay).execute();

        try (NixSession session = nix.openSession()) {
            session.copy("cowsay").from(url).checkSignatures(false).execute();
            session.copy("hello").to(url).execute();
            assertThat(sandbox.validPaths()).contains(cowsay.path(), hello.path());
        }

        assertThat(sandbox.validPaths()).contains(hello.path()).doesNotContain(cowsay.path());
    }

    @Test
    void aStoreMayBeADirectory() {
        nix.prefetch("cowsay").execute();
        Path other = sandbox.root().resolve("other");

        CopyCommand copy = nix.copy("cowsay").to(other.toString()).checkSignatures(false);
        assertThat(copy.execute().copied()).isNotEmpty();
        assertThat(copy.execute().copied()).isEmpty();
    }

    @Test
    void nothingIsBuiltForACopy() {
        assertThatThrownBy(() -> nix.copy("cowsay").to(url).execute())
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("prefetch");
        nix.prefetch("hello").execute();
        nix.copy("hello").to(url).execute();
        assertThatThrownBy(() -> nix.copy("cowsay").from(url).execute())
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining(url);
        assertThatThrownBy(() -> nix.copy("no-such").to(url).execute()).isInstanceOf(PackageNotFoundException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:1", "file:///proc/none", "nosuch://x", "/proc/none"})
    void aStoreOutOfReachEndsInATypedFailure(String unreachable) {
        nix.prefetch("hello").execute();

        assertThatThrownBy(() -> nix.copy("hello").to(unreachable).execute()).isInstanceOf(NixException.class);
    }

    @Test
    void aStoreThatNeverAnswersEndsAtTheDeadline() throws IOException {
        nix.prefetch("hello").execute();
        try (ServerSocket silent = new ServerSocket(0)) {
            CopyCommand copy = nix.copy("hello")
                    .to("http://127.0.0.1:" + silent.getLocalPort())
                    .timeout(Duration.ofSeconds(3));

            assertThatThrownBy(copy::execute).isInstanceOf(TimedOutException.class);
        }
    }

    @Test
    void aCopyNeedsAStore() {
        assertThatThrownBy(() -> nix.copy("hello").execute()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> nix.copy("hello").executeAsync()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(nix::copy).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "--option", "-x", "a b", "relative/x", "https://u:secret@h", "file:///a\nb", "ssh://h x"})
    void aTextThatIsNoStoreIsRefused(String text) {
        CopyCommand copy = nix.copy("hello");
        assertThatThrownBy(() -> copy.to(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> copy.from(text)).isInstanceOf(IllegalArgumentException.class);
    }

    static Stream<CommandPolicy> withoutChanges() {
        return Stream.of(
                command -> Decision.allow(),
                Policies.forAgents(),
                Policies.anyPackage(),
                Policies.anyPackage().allowingChanges(HostChange.Kind.COPY_FROM, HostChange.Kind.DELETE_PATHS));
    }

    @ParameterizedTest
    @MethodSource("withoutChanges")
    void aPolicyDeniesACopyThatItDoesNotAllow(CommandPolicy policy) {
        nix.prefetch("hello").execute();
        try (NixClient closed = client(policy)) {
            assertThatThrownBy(() -> closed.copy("hello").to(url).execute())
                    .isInstanceOf(CommandDeniedException.class)
                    .hasMessageContaining("COPY_TO");
        }
        assertThat(cache).doesNotExist();
    }

    @Test
    void aPolicySeesTheStoreAndThePathsAndTheAuditRecordsThem() throws IOException {
        StorePath hello =
                nix.prefetch("hello").execute().packages().get(0).storePaths().get(0);
        Path record = sandbox.root().resolve("audit.jsonl");
        CommandPolicy toTheCache = new CommandPolicy() {
            @Override
            public Decision review(io.github.nixadhoc.policy.PlannedCommand command) {
                return Decision.deny("only copies");
            }

            @Override
            public Decision permit(HostChange change) {
                return change.kind() == HostChange.Kind.COPY_TO
                                && change.place().equals(url)
                        ? Decision.allow()
                        : Decision.deny("not there");
            }
        };
        try (NixClient open = SandboxedClient.builder(sandbox)
                .policy(toTheCache)
                .audit(Audit.to(record))
                .build()) {
            assertThat(open.copy("hello").to(url).execute().copied()).contains(hello);
            assertThatThrownBy(() -> open.copy("hello").to(url + "2").execute())
                    .isInstanceOf(CommandDeniedException.class)
                    .hasMessageContaining("not there");
            assertThatThrownBy(() -> open.copy(List.of(Installable.expression("1")))
                            .to(url)
                            .execute())
                    .isInstanceOf(CommandDeniedException.class);
        }
        assertThat(Files.readAllLines(record).get(0))
                .contains("\"event\":\"change\"", "\"kind\":\"copy_to\"", url, hello.value());
    }
}
