package io.github.nixadhoc.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.Pipeline;
import io.github.nixadhoc.agent.NixTool;
import io.github.nixadhoc.agent.ToolReply;
import io.github.nixadhoc.agent.ToolStatus;
import io.github.nixadhoc.error.CommandDeniedException;
import io.github.nixadhoc.internal.runtime.PolicyGate;
import io.github.nixadhoc.testkit.NixCalls;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts to get round a policy by what only a real Nix, a real PATH and real folders have. */
class AdversarialWaysIT {

    private static final CommandPolicy COWS_ONLY =
            CommandPolicy.allOf(Policies.onlyPackages("cowsay", "cat"), Policies.noScripts());

    private static final String LINKS = """
            {
              outputs = { self }: {
                legacyPackages.x86_64-linux = let
                  package = name: commands: derivation {
                    inherit name;
                    system = "x86_64-linux";
                    builder = "/bin/sh";
                    args = [ "-c" "export PATH=/usr/bin:/bin; ${commands}" ];
                  };
                in {
                  tool = package "tool" "mkdir -p $out/bin; ln -s /usr/bin/env $out/bin/env; ln -s env $out/bin/tool";
                  folder = package "folder" "mkdir -p $out; ln -s /usr/bin $out/bin";
                };
              };
            }
            """;

    @RegisterExtension
    private static final NixSandbox sandbox = NixSandbox.create().settled();

    private final List<PlannedCommand> seen = new CopyOnWriteArrayList<>();
    private final NixCalls calls = new NixCalls();

    private NixClient client(CommandPolicy policy) {
        return SandboxedClient.builder(sandbox).executor(calls).policy(policy).build();
    }

    private Decision notice(PlannedCommand command) {
        seen.add(command);
        return Decision.allow();
    }

    private void assertDenied(CommandPolicy policy, Consumer<NixClient> attempt) {
        try (NixClient nix = client(policy)) {
            assertThatThrownBy(() -> attempt.accept(nix)).isInstanceOf(CommandDeniedException.class);
        }
        assertThat(calls.programs()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"env", "/usr/bin/env", "./env", "../bin/env", "sh", "/bin/sh"})
    void aProgramOfTheMachineIsNotOneOfThePackages(String program) {
        Path bin = Path.of("/usr/bin");
        assertDenied(
                COWS_ONLY,
                nix -> nix.shell("cowsay")
                        .command(program, "-c", "id")
                        .directory(bin)
                        .execute());
        assertDenied(
                COWS_ONLY,
                nix -> Pipeline.of(nix.run("cat"))
                        .pipe(nix.shell("cowsay").command(program, "-c", "id").directory(bin))
                        .execute());
        assertDenied(
                CommandPolicy.allOf(Policies.forAgents(), Policies.denyPackages("x")),
                nix -> nix.shell("cowsay")
                        .command(program, "-c", "id")
                        .directory(bin)
                        .startDetached());
    }

    @Test
    void aProgramOfThePackagesIsAllowedByItsNameColdAndWarm() {
        try (NixClient nix = client(CommandPolicy.allOf(Policies.forAgents(), COWS_ONLY, this::notice))) {
            nix.shell("cowsay").command("cowsay", "moo").execute().orThrow();
            nix.shell("cowsay").command("cowsay", "moo").execute().orThrow();
            nix.run("cowsay").args("moo").execute().orThrow();
        }

        assertThat(calls.programs()).hasSize(3);
        Optional<Path> program = seen.get(seen.size() - 1).program();
        assertThat(program.orElseThrow())
                .startsWith(seen.get(0).storePaths().get(0).path())
                .hasFileName("cowsay");
    }

    /** As of a flake whose author helps. */
    @ParameterizedTest
    @ValueSource(strings = {"tool", "folder"})
    void aLinkOfAPackageToAProgramOfTheMachineIsThatProgram(String name) throws IOException {
        Path flake = sandbox.flake("links", LINKS);
        for (CommandPolicy policy : List.of(Policies.forAgents(), Policies.onlyPackages("*"))) {
            for (int run = 0; run < 2; run++) {
                try (NixClient nix = SandboxedClient.builder(sandbox)
                        .executor(calls)
                        .nixpkgs("path:" + flake)
                        .policy(policy)
                        .build()) {
                    assertThatThrownBy(() -> nix.run("tool").args("-c", "id").execute())
                            .isInstanceOf(CommandDeniedException.class);
                    assertThatThrownBy(
                                    () -> nix.shell(name).command("env", "id").execute())
                            .isInstanceOf(CommandDeniedException.class);
                }
            }
        }
        assertThat(calls.programs()).isEmpty();
    }

    @Test
    void aProgramOfTheMachineCanBeAllowedByItsPath() {
        CommandPolicy env = command ->
                command.program().map(Path.of("/usr/bin/env")::equals).orElse(true)
                        ? Decision.allow()
                        : Decision.deny("only env");
        CommandPolicy policy = CommandPolicy.anyOf(COWS_ONLY, env);
        try (NixClient nix = client(policy)) {
            nix.shell("cowsay").command("/usr/bin/env", "true").execute().orThrow();
        }
        calls.clear();
        assertDenied(
                policy,
                nix -> nix.shell("cowsay").command("/bin/sh", "-c", "id").execute());
    }

    /** A way to start a program in a directory. */
    enum Way {
        EXECUTE((nix, directory) -> nix.run("cowsay").directory(directory).execute()),
        START((nix, directory) -> nix.run("cowsay").directory(directory).start()),
        SHELL((nix, directory) ->
                nix.shell("cowsay").command("cowsay").directory(directory).execute()),
        SCRIPT((nix, directory) ->
                nix.shell("cowsay").script("pwd").directory(directory).execute()),
        DETACHED((nix, directory) -> nix.run("cowsay").directory(directory).startDetached()),
        PIPELINE((nix, directory) -> Pipeline.of(nix.run("cat"))
                .pipe(nix.run("cowsay").directory(directory))
                .execute()),
        TOOL((nix, directory) -> {
            try (NixTool tool = NixTool.builder(nix)
                    .directory(directory.toAbsolutePath().getParent())
                    .build()) {
                ToolReply reply = tool.call(
                        "nix_run",
                        Map.of(
                                "packages",
                                List.of("cowsay"),
                                "directory",
                                directory.getFileName().toString()));
                assertThat(reply.status()).isEqualTo(ToolStatus.DENIED);
                throw PolicyGate.denied("by the tool", () -> "");
            }
        });

        private final Start start;

        Way(Start start) {
            this.start = start;
        }
    }

    private interface Start {
        Object in(NixClient nix, Path directory);
    }

    @ParameterizedTest
    @EnumSource
    void aDirectoryThatBecomesALinkWhileAPersonIsAskedIsNotEntered(Way way) throws IOException {
        Path above = Files.createTempDirectory(sandbox.root(), "swapped").toRealPath();
        Path shown = Files.createDirectory(above.resolve("sub"));
        CommandPolicy slow = CommandPolicy.allOf(
                Policies.onlyDirectories(sandbox.root(), Path.of("")), Policies.ask((command, question) -> {
                    swap(shown);
                    return true;
                }));

        assertDenied(slow, nix -> {
            Object unused = way.start.in(nix, shown);
        });
    }

    private static void swap(Path directory) {
        try {
            if (!Files.isSymbolicLink(directory)) {
                Files.delete(directory);
                Files.createSymbolicLink(directory, Path.of("/etc"));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Evaluation may build. */
    @Test
    void flakesThatAreNotAdmittedAreNotQueried() {
        CommandPolicy strict = CommandPolicy.allOf(Policies.onlyNixpkgs());
        String flake = "path:" + sandbox.root().resolve("nowhere");
        for (CommandPolicy policy : List.of(strict, new NothingAdmitted())) {
            assertDenied(policy, nix -> nix.pathInfo(flake + "#evil").execute());
            assertDenied(policy, nix -> nix.pathInfo("cowsay", flake + "#evil").execute());
            assertDenied(policy, nix -> nix.search("evil").in(flake).execute());
            assertDenied(policy, nix -> nix.run(flake + "#evil").plan());
        }
        assertThat(calls.ofNix()).isEmpty();
    }

    @Test
    void admittedFlakesAreQueriedAndSearched() {
        try (NixClient nix = client(CommandPolicy.allOf(Policies.onlyPackages("cowsay")))) {
            assertThat(nix.search("cowsay").execute()).isNotEmpty();
            assertThat(nix.pathInfo("cowsay").execute()).isNotNull();
            assertThatThrownBy(() -> nix.pathInfo("cat").execute()).isInstanceOf(CommandDeniedException.class);
        }
    }

    private static final class NothingAdmitted implements CommandPolicy {

        @Override
        public Decision review(PlannedCommand command) {
            return Decision.deny("no");
        }

        @Override
        public Decision admit(List<RequestedPackage> packages) {
            return Decision.deny("no");
        }
    }

    @Test
    void aStageIsShownWhatItReads() {
        try (NixClient nix = client(this::notice)) {
            Pipeline.of(nix.run("cat").stdin("for the first"))
                    .pipe(nix.run("cat"))
                    .timeout(Duration.ofSeconds(30))
                    .execute();
        }

        assertThat(seen)
                .extracting(command -> command.input().kind())
                .containsOnly(PlannedInput.Kind.BYTES, PlannedInput.Kind.PIPE);
        assertThat(seen.get(0).input().text()).contains("for the first");
    }
}
