package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.audit.Audit;
import io.github.nixadhoc.error.CommandDeniedException;
import io.github.nixadhoc.error.EvaluationException;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.policy.CommandPolicy;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.Policies;
import io.github.nixadhoc.result.Pin;
import io.github.nixadhoc.result.Plan;
import io.github.nixadhoc.testkit.FixtureFlake;
import io.github.nixadhoc.testkit.NixCalls;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions and files of the Nix language on a real Nix. */
class ExpressionIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    private final NixCalls calls = new NixCalls();
    private final NixClient nix = sandbox.closing(client(CommandPolicy.allowAll()));
    private final Path project = sandbox.root().resolve("project");
    private final Path file = project.resolve("default.nix");

    private NixClient client(CommandPolicy policy) {
        return SandboxedClient.builder(sandbox).executor(calls).policy(policy).build();
    }

    /** A file with a function, as most projects have one. */
    @BeforeEach
    void writeFile() throws IOException {
        Files.createDirectories(project);
        Files.writeString(file, """
                { greeting ? "hello", suffix ? "", ... }@all:
                let
                  tool = name: text: derivation {
                    inherit name;
                    system = "%s";
                    builder = "/bin/sh";
                    PATH = "/bin:/usr/bin";
                    args = [ "-c" "mkdir -p $out/bin; printf '#!/bin/sh\\necho %%s\\n' '${text}' > $out/bin/${name}; chmod +x $out/bin/${name}" ];
                  };
                in
                (tool "greet" (greeting + suffix)) // {
                  other = tool "other" "another tool";
                  nested = { deep }: tool "nested" deep;
                  list = [ (tool "first" "1") (tool "second" "2") ];
                  number = 7;
                  broken = throw "broken on purpose";
                  names = builtins.concatStringsSep " " (builtins.attrNames all);
                }
                """.formatted(FixtureFlake.system()));
    }

    @Test
    void theValueOfAnExpressionRuns() {
        assertThat(nix.run(Installable.expression("import " + file + " { }")).text())
                .isEqualTo("hello");
    }

    @Test
    void relativePathsOfAnExpressionStartFromTheDirectoryOfTheCommand() {
        assertThat(nix.run(Installable.expression("with import ./. { }; other"))
                        .directory(project)
                        .text())
                .isEqualTo("another tool");
    }

    @Test
    void aFileRunsWithItsArguments() {
        Installable.NixFile greet = Installable.file(file).argument("greeting", "good day");

        assertThat(nix.run(greet).text()).isEqualTo("good day");
        assertThat(nix.run(greet.argumentExpression("suffix", "toString (1 + 1)"))
                        .text())
                .isEqualTo("good day2");
        assertThat(nix.run(Installable.file(project)).text()).isEqualTo("hello");
    }

    @Test
    void argumentsReachFunctionsOnTheWayAsTheyReachThemInNix() {
        assertThat(nix.run(Installable.file(file, "nested").argument("deep", "down"))
                        .text())
                .isEqualTo("down");
        assertThat(nix.run(Installable.file(file, "list.1")).text()).isEqualTo("2");
        Installable.NixFile names =
                Installable.file(file, "names").argument("b", "1").argument("a", "2");
        assertThat(nix.eval(names).execute().text()).isEqualTo("a b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--option", "a \"quoted\" ${builtins.abort \"x\"}", "$${b}", "-", "back\\slash"})
    void anArgumentIsTakenAsItIs(String text) {
        Installable.Expression code = Installable.expression("{ text }: import " + file + " { greeting = text; }")
                .argument("text", "ok");

        assertThat(nix.eval(Installable.expression("{ text }: { inherit text; }", "text")
                                .argument("text", text))
                        .execute()
                        .text())
                .isEqualTo(text);
        assertThat(nix.run(code).text()).isEqualTo("ok");
    }

    @Test
    void severalAttributesOfOneFileMakeAShell() {
        List<Installable> both = List.of(Installable.file(file), Installable.file(file, "other"));

        assertThat(nix.shell(both).script("greet; other").text()).isEqualTo("hello\nanother tool");
        assertThat(nix.prefetch(both).execute().packages()).hasSize(2);
        assertThat(nix.pathInfo(both).execute().roots()).hasSize(2);
    }

    @Test
    void codeAndOtherPackagesAreRefusedWhenTheCommandIsMade() {
        Installable code = Installable.file(file);
        Installable other = Installable.file(file).argument("greeting", "x");

        for (List<Installable> mixed : List.of(List.of(code, Installable.parse("hello")), List.of(code, other))) {
            assertThatThrownBy(() -> nix.shell(mixed)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> nix.pathInfo(mixed)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> nix.prefetch(mixed))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("in one expression");
        }
    }

    @Test
    void aPlanTellsWhatWouldBeBuilt() {
        Plan plan = nix.run(Installable.file(file)).plan();

        assertThat(plan.transfer().toBuild()).hasSize(1);
        assertThat(plan.command().get(0)).endsWith("-greet/bin/greet");
        assertThat(plan.storePaths().get(0).path()).doesNotExist();
    }

    @Test
    void aPinRemembersTheCode() {
        Installable code = Installable.expression("{ a }:\n  import " + file + " { greeting = a; } # it\n")
                .argument("a", "line\r\nand \\n");
        Pin pin = nix.pin(code).as("code").execute();

        assertThat(nix.listPins().execute()).singleElement().satisfies(read -> {
            assertThat(read.installable()).isEqualTo(code);
            assertThat(read.storePaths()).isEqualTo(pin.storePaths());
        });
    }

    @Test
    void anAnswerIsNeverRemembered() throws IOException {
        Installable code = Installable.file(file);
        assertThat(nix.run(code).text()).isEqualTo("hello");

        Files.writeString(file, Files.readString(file).replace("\"hello\"", "\"changed\""));

        assertThat(nix.run(code).text()).isEqualTo("changed");
        assertThat(nix.run(code).plan().transfer().isEmpty()).isTrue();
    }

    @Test
    void aSessionDeletesWhatTheCodeBroughtIn() {
        Set<Path> before = sandbox.validPaths();
        try (NixSession session = nix.openSession()) {
            assertThat(session.run(Installable.file(file)).text()).isEqualTo("hello");
            assertThat(session.eval(Installable.file(file, "names").argument("a", "1"))
                            .execute()
                            .text())
                    .isEqualTo("a");
        }

        assertThat(sandbox.validPaths()).isEqualTo(before);
    }

    @Test
    void oneRunEvaluatesOnce() {
        assertThat(nix.run(Installable.file(file)).text()).isEqualTo("hello");
        calls.clear();

        assertThat(nix.run(Installable.file(file)).text()).isEqualTo("hello");
        assertThat(calls.all(" eval ")).hasSize(1);
    }

    @Test
    void thePrintedLineDoesTheSame() throws IOException {
        Installable nested = Installable.file(file, "nested").argument("deep", "a deep one");
        Installable first = Installable.file(file, "copy").argument("greeting", "a deep one");
        Files.writeString(file, Files.readString(file).replace("other =", "copy = tool \"copy\" greeting; other ="));
        for (String line : List.of(
                nix.run(first).toShellCommand(),
                nix.shell(List.of(nested)).command("nested").toShellCommand(),
                nix.run(Installable.expression("import ./. { greeting = \"a deep one\"; }"))
                        .directory(project)
                        .toShellCommand())) {
            assertThat(sandbox.run(List.of("/bin/sh", "-c", line), new byte[0]).text())
                    .isEqualTo("a deep one");
        }
    }

    @Test
    void failuresAreTyped() {
        assertThatThrownBy(() -> nix.run(Installable.file(file, "othr")).execute())
                .isInstanceOfSatisfying(
                        PackageNotFoundException.class,
                        e -> assertThat(e.suggestions()).containsExactly("other"));
        assertThatThrownBy(() -> nix.run(Installable.file(file, "number")).execute())
                .isInstanceOf(PackageNotFoundException.class)
                .hasMessageContaining("is an integer, not a package");
        assertThatThrownBy(() -> nix.run(Installable.file(file, "broken")).execute())
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("broken on purpose");
        assertThatThrownBy(() -> nix.run(Installable.file(file, "nested")).execute())
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("argument without a value: deep");
        assertThatThrownBy(() -> nix.run(Installable.expression("{ a = ")).execute())
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("syntax error");
        assertThatThrownBy(() ->
                        nix.run(Installable.file(project.resolve("none.nix"))).execute())
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("none.nix");
    }

    /** Policies that open packages, and so no code. */
    static Stream<CommandPolicy> ofPackages() {
        return Stream.of(
                command -> Decision.allow(),
                Policies.anyPackage(),
                Policies.onlyNixpkgs(),
                Policies.onlyFlakes("*"),
                Policies.onlyPackages("*"),
                Policies.forAgents(),
                CommandPolicy.allOf(Policies.anyPackage(), Policies.onlyFlakes("*")),
                CommandPolicy.anyOf(Policies.anyPackage(), Policies.onlyPackages("*")));
    }

    @ParameterizedTest
    @MethodSource("ofPackages")
    void codeThatReadsASecretIsNotEvenEvaluatedUnderAPolicy(CommandPolicy policy) throws IOException {
        Path secret = Files.writeString(project.resolve("secret"), "s3cret");
        Installable code = Installable.expression("throw (builtins.readFile " + secret + ")");
        try (NixClient closed = client(policy)) {
            for (NixCommand<?> command : List.of(
                    closed.run(code),
                    closed.shell(List.of(code)).command("x"),
                    closed.eval(code),
                    closed.pin(code).as("code"),
                    closed.pathInfo(List.of(code)),
                    closed.prefetch(List.of(code)))) {
                assertThatThrownBy(command::execute)
                        .isInstanceOf(CommandDeniedException.class)
                        .hasMessageNotContaining("s3cret");
            }
            assertThatThrownBy(() -> closed.run(code).plan()).isInstanceOf(CommandDeniedException.class);
        }
        assertThat(calls.all(" eval ")).isEmpty();
    }

    @Test
    void aPolicyAllowsExactlyTheCodeThatItNames() throws IOException {
        Installable.NixFile greet = Installable.file(file);
        Installable.Expression relative = Installable.expression("import ./. { }");
        Path evil = Files.createDirectories(sandbox.root().resolve("evil"));
        Files.copy(file, evil.resolve("default.nix"));
        try (NixClient open = client(Policies.onlyExpressions(greet, relative))) {
            assertThat(open.run(greet).directory(evil).text()).isEqualTo("hello");
            for (Installable other : List.of(
                    greet.argument("greeting", "x"),
                    Installable.file(file, "other"),
                    Installable.file(evil),
                    Installable.file(project.resolve("../evil/default.nix")),
                    Installable.parse("hello"))) {
                assertThatThrownBy(() -> open.run(other).execute()).isInstanceOf(CommandDeniedException.class);
            }
            assertThatThrownBy(() -> open.run(relative).directory(evil).execute())
                    .isInstanceOf(CommandDeniedException.class)
                    .hasMessageContaining("without directory(…)");
        }
    }

    @Test
    void packagesAndCodeAreOpenedBesideEachOther() {
        CommandPolicy both =
                CommandPolicy.anyOf(Policies.onlyPackages("hello"), Policies.onlyExpressions(Installable.file(file)));
        try (NixClient open = client(both)) {
            assertThat(open.run(Installable.file(file)).text()).isEqualTo("hello");
            assertThat(open.run("hello").execute().exitCode()).isZero();
            assertThatThrownBy(() -> open.run("cowsay").execute()).isInstanceOf(CommandDeniedException.class);
        }
    }

    @Test
    void anAuditRecordsTheCodeAndReplaysItsOutputs() throws IOException {
        Path record = sandbox.root().resolve("audit.jsonl");
        try (NixClient audited = SandboxedClient.builder(sandbox)
                .policy(CommandPolicy.allowAll())
                .audit(Audit.to(record))
                .build()) {
            audited.run(Installable.file(file)).execute().orThrow();

            String decision = Files.readAllLines(record).get(0);
            assertThat(decision).contains("\"installable\":\"--file " + file + "\"");
            assertThat(audited.replay(decision).text()).isEqualTo("hello");
        }
    }
}
