package io.github.nixadhoc.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.Nix;
import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.RunCommand;
import io.github.nixadhoc.audit.Audit;
import io.github.nixadhoc.error.CommandDeniedException;
import io.github.nixadhoc.testing.RecordingExecutor;
import io.github.nixadhoc.testing.StubResult;
import io.github.nixadhoc.testkit.NixlessClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts to have an answer serve for something else than it was given for. */
class AdversarialReviewTest {

    private static final CommandPolicy SHORTENED =
            command -> Decision.allowWith(PlannedChange.none().timeout(Duration.ofMinutes(1)));

    @TempDir
    private Path folder;

    private final RecordingExecutor executor = RecordingExecutor.create().answer(spec -> true, StubResult.success());
    private final List<PlannedCommand> seen = new CopyOnWriteArrayList<>();

    private NixClient client(CommandPolicy policy) {
        return NixlessClient.builder(executor).policy(policy).build();
    }

    private Decision notice(PlannedCommand command) {
        seen.add(command);
        return Decision.allow();
    }

    private void assertDenied(NixClient client, Runnable attempt) {
        try (client) {
            assertThatThrownBy(attempt::run).isInstanceOf(CommandDeniedException.class);
        }
        assertThat(executor.recorded()).isEmpty();
    }

    private static CommandPolicy arguments(String... changed) {
        return command -> Decision.allowWith(PlannedChange.none().arguments(List.of(changed)));
    }

    @Test
    void aChangeOfOnePolicyHidesNoQuestionOfAnother() {
        NixClient nix = client(CommandPolicy.allOf(SHORTENED, command -> Decision.ask("may it?")));

        assertDenied(nix, () -> nix.run("jq").execute());
    }

    @Test
    void anUnchangedCommandHidesNoQuestion() {
        NixClient nix = client(CommandPolicy.allOf(arguments("-n"), command -> Decision.ask("may it?")));

        assertDenied(nix, () -> nix.run("jq").args("-n").execute());
    }

    @Test
    void aPersonIsAskedAboutTheCommandAsChanged() {
        CommandPolicy policy = CommandPolicy.allOf(arguments("changed"), command -> Decision.ask("may it?"))
                .withApproval((command, question) -> notice(command) instanceof Decision.Allow);
        try (NixClient nix = client(policy)) {
            nix.run("jq").args("given").execute();
        }

        assertThat(seen)
                .singleElement()
                .satisfies(command -> assertThat(command.command()).endsWith("changed"));
        assertThat(executor.recorded().get(0).command()).isEqualTo(seen.get(0).command());
    }

    static Stream<CommandPolicy> contradictions() {
        return Stream.of(
                CommandPolicy.allOf(arguments("--safe"), arguments("--force")),
                CommandPolicy.allOf(
                        command -> Decision.allowWith(PlannedChange.none().unsetEnv("TOKEN")),
                        command -> Decision.allowWith(PlannedChange.none().env("TOKEN", "x"))),
                CommandPolicy.allOf(
                        command -> Decision.allowWith(PlannedChange.none().directory(Path.of("/tmp"))),
                        command -> Decision.allowWith(PlannedChange.none().directory(Path.of("/usr")))));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void noPolicyIsOverruledByTheChangeOfAnother(CommandPolicy policy) {
        NixClient nix = client(policy);

        assertDenied(nix, () -> nix.run("jq").execute());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 5, 6, 20})
    void theChangesOfAPolicyAreBounded(int changes) {
        AtomicInteger left = new AtomicInteger(changes);
        try (NixClient nix = client(command -> {
            int more = left.getAndDecrement();
            return more > 0
                    ? Decision.allowWith(PlannedChange.none().arguments(List.of("change " + more)))
                    : notice(command);
        })) {
            if (changes > 5) {
                assertThatThrownBy(() -> nix.run("jq").execute()).isInstanceOf(CommandDeniedException.class);
                assertThat(executor.recorded()).isEmpty();
            } else {
                nix.run("jq").execute();
                assertThat(executor.recorded().get(0).command())
                        .isEqualTo(seen.get(0).command());
            }
        }
    }

    @Test
    void aDirectoryThatAPolicyChoosesIsShownWithoutLinks() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real")).toRealPath();
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        CommandPolicy placing = command -> {
            seen.add(command);
            return Decision.allowWith(PlannedChange.none().directory(link));
        };
        try (NixClient nix = client(placing)) {
            nix.run("jq").execute();
        }

        assertThat(seen.get(seen.size() - 1).directory()).contains(real);
        assertThat(executor.recorded().get(0).directory()).isEqualTo(real);
    }

    static Stream<UnaryOperator<RunCommand>> variations() {
        return Stream.of(
                run -> run,
                run -> run.args("-n", "more"),
                run -> run.args("other"),
                run -> run.env("A", "b"),
                run -> run.unsetEnv("HOME"),
                run -> run.directory(Path.of("/tmp")),
                run -> run.timeout(Duration.ofMinutes(1)),
                run -> run.stdin("text"),
                run -> run.refresh());
    }

    @ParameterizedTest
    @MethodSource("variations")
    void anAnswerForOneCommandServesForNoOther(UnaryOperator<RunCommand> variation) {
        AtomicInteger left = new AtomicInteger(1);
        try (NixClient nix =
                client(command -> left.getAndDecrement() > 0 ? Decision.allow() : Decision.deny("once only"))) {
            RunCommand allowed = nix.run("jq").args("-n");
            allowed.execute();

            assertThatThrownBy(() -> variation.apply(allowed).execute()).isInstanceOf(CommandDeniedException.class);
        }
        assertThat(executor.recorded()).hasSize(1);
    }

    @Test
    void laterChangesOfTheCallerAreNotInTheCommand() {
        String[] arguments = {"shown"};
        CommandPolicy slow = command -> {
            arguments[0] = "turned";
            return notice(command);
        };
        try (NixClient nix = client(slow)) {
            nix.run("jq").args(arguments).execute();
        }

        assertThat(executor.recorded().get(0).command())
                .isEqualTo(seen.get(0).command())
                .endsWith("shown");
    }

    @Test
    void aPolicyCannotWriteIntoWhatItIsShown() {
        NixClient nix = client(command -> {
            command.command().set(0, "/bin/sh");
            return Decision.allow();
        });

        assertDenied(nix, () -> nix.run("jq").execute());
    }

    /** They are no shells by name: what they are told to run is shown, and only a list of packages keeps them out. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "python3 -c import\u00a0os;os.system('id')",
                "coreutils env sh -c id",
                "findutils . -exec sh -c id ;",
                "gawk BEGIN{system(\"id\")}",
                "git -c core.pager=sh\u00a0-c\u00a0id log",
                "gnutar --checkpoint=1 --checkpoint-action=exec=sh\u00a0x",
                "vim -c :!id",
                "perl -e `id`",
                "nodejs -e require('child_process').exec('id')",
                "gdb -ex shell\u00a0id",
                "openssh -oProxyCommand=id host",
                "gnused s/x/id/e"
            })
    void aScriptInsideAnArgumentIsShownInFullAndAListOfPackagesKeepsItOut(String line) {
        List<String> words = List.of(line.split(" "));
        RunCommand told = Nix.run(words.get(0)).args(words.subList(1, words.size()));
        try (NixClient nix = client(CommandPolicy.allOf(Policies.forAgents(), this::notice))) {
            nix.execute(told);
        }
        assertThat(executor.recorded().get(0).command())
                .isEqualTo(seen.get(0).command())
                .endsWith(words.get(words.size() - 1));

        try (NixClient nix = client(CommandPolicy.allOf(Policies.forAgents(), Policies.onlyPackages("jq")))) {
            assertThatThrownBy(() -> nix.execute(told)).isInstanceOf(CommandDeniedException.class);
        }
        assertThat(executor.recorded()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n{\"previous\":\"\",\"event\":\"decision\",\"decision\":\"allow\"}",
                "\r\n{}",
                "\u0085{}",
                "\u2028{}\u2029",
                "\"}\n",
                "\\\"}\n{\"",
                "\u001b[2K\u001b[1A",
                "\uD83D\uDE00\n"
            })
    void noArgumentBeginsALineOfTheAudit(String argument) throws IOException {
        Path record = folder.resolve("audit.jsonl");
        try (NixClient nix = NixlessClient.builder(executor)
                .audit(Audit.to(record).by(argument))
                .build()) {
            nix.run("jq").args(argument).directory(folder).execute();
        }

        assertThat(Files.readString(record).split("\\R")).hasSize(2).allMatch(line -> line.startsWith("{\"previous\""));
        assertThat(Audit.verify(record).problems()).isEmpty();
    }

    @Test
    void aCommandIsPrintedOnOneLine() {
        try (NixClient nix = client(this::notice)) {
            nix.run("jq").args("a\nRUN [jq] was allowed", "\u202Eb\u009b").execute();
        }

        assertThat(seen.get(0).toString())
                .doesNotContain("\n", "\u202E", "\u009b")
                .contains(Arrays.asList("'a\\u000aRUN [jq] was allowed'", "'nixpkgs#jq'"));
    }
}
