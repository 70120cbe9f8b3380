package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.audit.Audit;
import io.github.nixadhoc.audit.AuditedRun;
import io.github.nixadhoc.error.CommandDeniedException;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.policy.CleanRoom;
import io.github.nixadhoc.policy.CommandPolicy;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.PlannedChange;
import io.github.nixadhoc.policy.PlannedCommand;
import io.github.nixadhoc.policy.PlannedPackage;
import io.github.nixadhoc.policy.Policies;
import io.github.nixadhoc.result.PipelineResult;
import io.github.nixadhoc.result.RunResult;
import io.github.nixadhoc.testkit.NixCalls;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Policies, clean rooms and audits on a real Nix. */
class PolicyIT {

    private final List<PlannedCommand> seen = new CopyOnWriteArrayList<>();

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create().settled();

    private final NixCalls calls = new NixCalls();

    private NixClientBuilder builder(CommandPolicy policy) {
        return SandboxedClient.builder(sandbox).executor(calls).policy(policy);
    }

    private Decision notice(PlannedCommand command) {
        seen.add(command);
        return Decision.allow();
    }

    @Test
    void aPolicySeesWhatThePackageIs() {
        try (NixClient nix = builder(this::notice).build()) {
            nix.run("cowsay").args("moo").execute().orThrow();
        }

        PlannedPackage cowsay = seen.get(0).packages().get(0);
        assertThat(cowsay.requested().fromNixpkgs()).isTrue();
        assertThat(cowsay.pname()).isEqualTo("cowsay");
        assertThat(cowsay.version()).isNotEmpty();
        assertThat(cowsay.storePaths()).hasSize(1);
    }

    @Test
    void anotherFlakeIsDeniedBeforeNixIsCalled() {
        try (NixClient nix = builder(Policies.onlyNixpkgs()).build()) {
            RunCommand command = nix.run("github:evil/repo#tool");

            assertThatThrownBy(command::execute).isInstanceOf(CommandDeniedException.class);
            assertThatThrownBy(command::plan).isInstanceOf(CommandDeniedException.class);
            assertThat(calls.ofNix()).isEmpty();
        }
    }

    @Test
    void aWarmRunUnderAPolicyAsksNoNix() {
        CommandPolicy policy = CommandPolicy.allOf(
                Policies.forAgents(),
                Policies.maxDownload(ByteSize.parse("1 GiB")),
                Policies.maxClosure(ByteSize.parse("1 GiB")));
        try (NixClient nix = builder(policy)
                .audit(Audit.to(sandbox.root().resolve("audit.jsonl")).required())
                .build()) {
            nix.run("cowsay").args("moo").execute().orThrow();
            calls.clear();

            nix.run("cowsay").args("moo").execute().orThrow();

            assertThat(calls.ofNix()).isEmpty();
        }
    }

    @Test
    void aClosureThatIsTooLargeDoesNotRun() {
        try (NixClient nix = builder(Policies.maxClosure(ByteSize.of(1))).build()) {
            RunCommand command = nix.run("cowsay").args("moo");

            assertThatThrownBy(command::execute)
                    .isInstanceOf(CommandDeniedException.class)
                    .hasMessageContaining("in the store");
        }
    }

    @Test
    void aPipelineIsReviewedAsAWholeRunsAsChangedAndIsRecorded() throws IOException {
        Path file = sandbox.root().resolve("audit.jsonl");
        CommandPolicy policy = command -> {
            if (command.command().contains("denied")) {
                return Decision.deny("no such words");
            }
            return command.command().contains("given")
                    ? Decision.allowWith(PlannedChange.none().arguments(List.of("changed")))
                    : notice(command);
        };
        try (NixClient nix = builder(policy).audit(Audit.to(file)).build()) {
            Pipeline denied = Pipeline.of(nix.run("cowsay").args("moo"))
                    .pipe(nix.run("cat").args("denied"));
            assertThatThrownBy(denied::execute).isInstanceOf(CommandDeniedException.class);
            assertThat(Files.readAllLines(file)).noneMatch(line -> line.contains("\"startedAt\""));
            seen.clear();

            PipelineResult result = Pipeline.of(nix.run("cowsay").args("given"))
                    .pipe(nix.run("cat"))
                    .execute();

            assertThat(result.stdout()).contains("< changed >");
        }
        assertThat(seen).anySatisfy(command -> assertThat(command.command()).endsWith("changed"));
        assertThat(Files.readAllLines(file).stream().filter(line -> line.contains("\"exitCode\":0")))
                .hasSize(2);
        assertThat(Audit.verify(file).problems()).isEmpty();
    }

    @Test
    void aDryRunShowsAndRunsNothing() {
        try (NixClient nix = builder(Policies.dryRun(seen::add)).build()) {
            RunCommand command = nix.run("cowsay").args("moo");

            assertThatThrownBy(command::execute)
                    .isInstanceOf(CommandDeniedException.class)
                    .hasMessageContaining("would have run");
        }
        assertThat(seen)
                .singleElement()
                .satisfies(planned -> assertThat(planned.command()).endsWith("moo"));
        assertThat(calls.all("--realise")).isEmpty();
    }

    @Test
    void aRecordedCommandRunsAgainFromTheSameStorePath() throws IOException {
        Path file = sandbox.root().resolve("audit.jsonl");
        try (NixClient nix = builder(CommandPolicy.allowAll())
                .audit(Audit.to(file).by("an agent"))
                .cleanRoom(CleanRoom.forAgents())
                .build()) {
            RunResult first = nix.run("cowsay").args("moo").execute();
            String line = Files.readAllLines(file).get(0);

            RunResult again = nix.replay(line).execute();
            assertThat(AuditedRun.parse(line).installables()).doesNotContain(Installable.parse("nixpkgs#cowsay"));

            assertThat(again.stdout()).isEqualTo(first.stdout());
            assertThat(again.storePaths()).isEqualTo(first.storePaths());
        }
        assertThat(Audit.verify(file).problems()).isEmpty();
        assertThat(Files.readAllLines(file)).anyMatch(line -> line.contains("\"exitCode\":0"));
    }

    @Test
    void aPresentPackageNeedsNoDownloadAndIsMeasured() {
        sandbox.build("nixpkgs#closure-top");
        CommandPolicy noTransfer = CommandPolicy.allOf(Policies.maxDownload(ByteSize.ZERO), Policies.noBuilds());
        try (NixClient free = builder(noTransfer).build();
                NixClient narrow =
                        builder(Policies.maxClosure(ByteSize.of(50_000))).build()) {
            assertThatThrownBy(() -> narrow.prefetch("closure-top").execute())
                    .isInstanceOf(CommandDeniedException.class)
                    .hasMessageContaining("in the store");
            assertThatThrownBy(() -> narrow.pin("closure-top").as("top").execute())
                    .isInstanceOf(CommandDeniedException.class)
                    .hasMessageContaining("in the store");
            assertThatThrownBy(() -> narrow.run("closure-top").execute()).isInstanceOf(CommandDeniedException.class);
            assertThat(narrow.listPins().execute()).isEmpty();

            assertThat(free.prefetch("closure-top").execute().packages()).hasSize(1);
            assertThat(free.pin("closure-top").as("top").execute().name()).isEqualTo("top");
            free.run("closure-top").execute().orThrow();
            assertThatThrownBy(() -> free.pin("cowsay").as("cow").execute()).isInstanceOf(CommandDeniedException.class);
            assertThatThrownBy(() -> free.prefetch("cowsay").execute()).isInstanceOf(CommandDeniedException.class);
        }
    }

    @Test
    void aPinOfAMissingPackageIsMeasuredBeforeItKeepsAnything() {
        try (NixClient nix = builder(CommandPolicy.allOf(
                        Policies.rate(1, Duration.ofHours(1)), Policies.maxClosure(ByteSize.of(50_000))))
                .build()) {
            PinCommand pin = nix.pin("closure-top").as("top");

            assertThatThrownBy(pin::execute)
                    .isInstanceOf(CommandDeniedException.class)
                    .hasMessageContaining("in the store");
            assertThat(nix.listPins().execute()).isEmpty();
        }
    }

    @Test
    void aDirectoryThatIsReplacedByALinkAfterTheReviewIsNotEntered() throws IOException {
        Path shown = Files.createDirectory(sandbox.root().resolve("shown"));
        Path secret = Files.createDirectory(sandbox.root().resolve("secret"));
        CommandPolicy overtaken = command -> {
            try {
                Files.delete(shown);
                Files.createSymbolicLink(shown, secret);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return Decision.allow();
        };
        try (NixClient nix = builder(overtaken).build()) {
            RunCommand command = nix.run("cowsay").directory(shown);

            assertThatThrownBy(command::execute)
                    .isInstanceOf(CommandDeniedException.class)
                    .hasMessageContaining("has become a link since its review");
            assertThat(calls.programs()).isEmpty();
        }
    }
}
