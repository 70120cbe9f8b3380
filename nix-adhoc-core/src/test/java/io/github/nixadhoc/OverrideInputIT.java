package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.audit.Audit;
import io.github.nixadhoc.error.CommandDeniedException;
import io.github.nixadhoc.error.EvaluationException;
import io.github.nixadhoc.error.FlakeNotFoundException;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.policy.CommandPolicy;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.Policies;
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

/** Other inputs in place of those of a flake, on a real Nix. */
class OverrideInputIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    private final NixCalls calls = new NixCalls();
    private final NixClient nix = sandbox.closing(client(CommandPolicy.allowAll()));
    private final Path main = sandbox.root().resolve("main");
    private final Path own = sandbox.root().resolve("own");
    private final Path other = sandbox.root().resolve("other");

    private NixClient client(CommandPolicy policy) {
        return SandboxedClient.builder(sandbox).executor(calls).policy(policy).build();
    }

    @BeforeEach
    void writeFlakes() throws IOException {
        Files.createDirectories(main);
        Files.writeString(main.resolve("flake.nix"), """
                {
                  inputs.words.url = "path:%1$s";
                  outputs = { self, words }: {
                    packages.%2$s.tool = derivation {
                      name = "tool";
                      system = "%2$s";
                      builder = "/bin/sh";
                      PATH = "/bin:/usr/bin";
                      args = [ "-c" "mkdir -p $out/bin; printf '#!/bin/sh\\necho ${words.text}\\n' > $out/bin/tool; chmod +x $out/bin/tool" ];
                    };
                    inherit (words) text;
                  };
                }
                """.formatted(own, FixtureFlake.system()));
        writeWords(own, "own");
        writeWords(other, "other");
    }

    private static void writeWords(Path flake, String text) throws IOException {
        Files.createDirectories(flake);
        Files.writeString(flake.resolve("flake.nix"), "{ outputs = { self }: { text = \"" + text + "\"; }; }\n");
    }

    private Installable.FlakeOutput tool() {
        return (Installable.FlakeOutput) Installable.parse("path:" + main + "#tool");
    }

    private Installable overridden() {
        return tool().overrideInput("words", "path:" + other);
    }

    @Test
    void eachCommandUsesTheOtherInput() {
        assertThat(nix.run(tool()).text()).isEqualTo("own");
        assertThat(nix.run(overridden()).text()).isEqualTo("other");
        assertThat(nix.shell(List.of(overridden())).command("tool").text()).isEqualTo("other");
        Installable text = Installable.parse("path:" + main + "#text").overrideInput("words", "path:" + other);
        assertThat(nix.eval(text).execute().text()).isEqualTo("other");
        assertThat(nix.pathInfo(List.of(overridden())).execute().roots())
                .isNotEqualTo(nix.pathInfo(List.of(tool())).execute().roots());
        assertThat(nix.run(tool()).text()).isEqualTo("own");
    }

    @Test
    void aFlakeIsToldWithTheOtherInput() {
        assertThat(nix.flakeInfo("path:" + main)
                        .overrideInput("words", "path:" + other)
                        .execute()
                        .inputs()
                        .get("words")
                        .get("path")
                        .text())
                .isEqualTo(other.toString());
        assertThat(nix.flakeOutputs("path:" + main)
                        .overrideInput("words", "path:" + other)
                        .execute()
                        .all())
                .isNotEmpty();
    }

    @Test
    void aRelativeInputStartsFromTheDirectoryOfTheCommand() {
        Installable relative = tool().overrideInput("words", "./other");

        assertThat(nix.run(relative).directory(sandbox.root()).text()).isEqualTo("other");
    }

    @Test
    void anAnswerIsNeverRemembered() throws IOException {
        assertThat(nix.run(overridden()).text()).isEqualTo("other");

        writeWords(other, "changed");

        assertThat(nix.run(overridden()).text()).isEqualTo("changed");
    }

    @Test
    void aSessionDeletesWhatTheOtherInputBroughtIn() {
        Set<Path> before = sandbox.validPaths();
        try (NixSession session = nix.openSession()) {
            assertThat(session.run(overridden()).text()).isEqualTo("other");
            Installable text = Installable.parse("path:" + main + "#text").overrideInput("words", "path:" + other);
            assertThat(session.eval(text).execute().text()).isEqualTo("other");
        }

        assertThat(sandbox.validPaths()).isEqualTo(before);
    }

    @Test
    void aPinRemembersTheInput() {
        nix.pin(overridden()).as("tool").execute();

        assertThat(nix.listPins().execute())
                .singleElement()
                .satisfies(pin -> assertThat(pin.installable()).isEqualTo(overridden()));
    }

    @Test
    void thePrintedLineDoesTheSame() {
        String line = nix.run(overridden()).toShellCommand();

        assertThat(line).contains("run --override-input words path:" + other + " path:" + main + "#tool");
        assertThat(sandbox.run(List.of("/bin/sh", "-c", line), new byte[0]).text())
                .isEqualTo("other");
    }

    @Test
    void stagesOfAPipelineHaveInputsOfTheirOwn() {
        Pipeline both = Pipeline.of(nix.run(tool())).pipe(nix.run(overridden()));

        assertThat(both.text()).isEqualTo("other");
        assertThat(Pipeline.of(nix.run(overridden())).pipe(nix.run(tool())).text())
                .isEqualTo("own");
    }

    @Test
    void anInputThatTheFlakeDoesNotHaveIsAFailure() {
        Installable wrong = tool().overrideInput("wrods", "path:" + other);

        assertThatThrownBy(() -> nix.run(wrong).execute())
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("no input wrods");
        assertThatThrownBy(() -> nix.eval(wrong).execute()).isInstanceOf(EvaluationException.class);
        assertThatThrownBy(() -> nix.flakeInfo("path:" + main)
                        .overrideInput("wrods", "path:" + other)
                        .execute())
                .isInstanceOf(EvaluationException.class);
        assertThatThrownBy(() -> nix.run(tool().overrideInput("words", "path:" + other + "-none"))
                        .execute())
                .isInstanceOf(FlakeNotFoundException.class);
    }

    @Test
    void differentInputsInOneCommandAreRefusedWhenItIsMade() {
        assertThatThrownBy(() -> nix.shell(List.of(tool(), overridden())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one for the whole command");
        assertThatThrownBy(() -> Installable.parse("hello").overrideInput("a", "b"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--option", "a b", "a/", "/a", "a\n", "../x", "1"})
    void aNameThatIsNoInputIsRefused(String input) {
        assertThatThrownBy(() -> tool().overrideInput(input, "nixpkgs")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--option", "a b", "path:", "https://u:secret@h/x", "a#b", "a\0"})
    void aReferenceThatIsNoneIsRefused(String reference) {
        assertThatThrownBy(() -> tool().overrideInput("words", reference))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }

    /** Policies that allow the flake, and not the place of the input. */
    static Stream<CommandPolicy> ofTheFlake() {
        return Stream.of(
                command -> Decision.allow(),
                Policies.onlyFlakes("path:*/main"),
                Policies.onlyNixpkgs(),
                Policies.onlyPackages("tool"),
                CommandPolicy.allOf(Policies.anyPackage(), Policies.denyFlakes("path:*/other")),
                CommandPolicy.allOf(Policies.anyPackage(), Policies.onlyFlakes("path:*/main")));
    }

    @ParameterizedTest
    @MethodSource("ofTheFlake")
    void aPolicyThatDoesNotAllowTheInputDenies(CommandPolicy policy) {
        try (NixClient closed = client(policy)) {
            for (NixCommand<?> command : List.of(
                    closed.run(overridden()),
                    closed.eval(overridden()),
                    closed.flakeInfo("path:" + main).overrideInput("words", "path:" + other),
                    closed.pathInfo(List.of(overridden())))) {
                assertThatThrownBy(command::execute).isInstanceOf(CommandDeniedException.class);
            }
        }
        assertThat(calls.ofNix()).isEmpty();
    }

    @Test
    void nixpkgsWithAnotherInputIsNotTheClientsNixpkgs() {
        try (NixClient closed = SandboxedClient.builder(sandbox)
                .nixpkgs("path:" + main)
                .policy(Policies.onlyNixpkgs())
                .build()) {
            assertThat(closed.run("tool").text()).isEqualTo("own");
            assertThatThrownBy(() -> closed.run(overridden()).execute()).isInstanceOf(CommandDeniedException.class);
        }
    }

    @Test
    void aPolicyAllowsTheFlakeAndTheInput() {
        try (NixClient open = client(Policies.onlyFlakes("path:*/main", "path:*/other"))) {
            assertThat(open.run(overridden()).text()).isEqualTo("other");
        }
    }

    @Test
    void aReplayRunsTheSameOutputs() throws IOException {
        Path record = sandbox.root().resolve("audit.jsonl");
        try (NixClient audited = SandboxedClient.builder(sandbox)
                .policy(CommandPolicy.allowAll())
                .audit(Audit.to(record))
                .build()) {
            audited.run(overridden()).execute().orThrow();

            assertThat(audited.replay(Files.readAllLines(record).get(0)).text()).isEqualTo("other");
        }
    }
}
