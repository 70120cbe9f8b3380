package io.github.nixadhoc.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.NixCommand;
import io.github.nixadhoc.Pipeline;
import io.github.nixadhoc.RunCommand;
import io.github.nixadhoc.event.RecordedEvents;
import io.github.nixadhoc.policy.CommandPolicy;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.PlannedChange;
import io.github.nixadhoc.policy.Policies;
import io.github.nixadhoc.testing.RecordingExecutor;
import io.github.nixadhoc.testing.StubResult;
import io.github.nixadhoc.testkit.NixlessClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No secret is in a record, in what it is replayed by, in an event or in the message of a denial. */
class AuditedSecretsTest {

    private static final String SECRET = "s3cret-s3cret";

    @TempDir
    private Path folder;

    private final RecordingExecutor executor = RecordingExecutor.create();
    private final RecordedEvents events = new RecordedEvents();

    private NixClient client(CommandPolicy policy) {
        executor.answer(spec -> true, StubResult.success());
        return NixlessClient.builder(executor)
                .environment(Map.of("CLIENTS", SECRET))
                .accessToken("github.com", SECRET)
                .option("access-tokens", "git.example.org=" + SECRET + " github.com=" + SECRET)
                .audit(Audit.to(folder.resolve("audit.jsonl")))
                .policy(policy)
                .listener(events)
                .build();
    }

    /** Everything that can be read afterwards. */
    private List<String> texts(NixClient nix, Throwable failure) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("audit.jsonl"));
        assertThat(lines).isNotEmpty();
        nix.close();
        return Stream.of(
                        lines.stream(),
                        lines.stream()
                                .filter(line ->
                                        line.contains("\"decision\":\"allow\"") && !line.contains("\"prefetch\""))
                                .flatMap(line -> Stream.of(
                                        nix.replay(line).toString(),
                                        nix.replay(line).toShellCommand())),
                        events.all().stream().map(Object::toString),
                        Stream.of(String.valueOf(failure)))
                .flatMap(part -> part)
                .toList();
    }

    static Stream<CommandPolicy> policies() {
        return Stream.of(
                CommandPolicy.allowAll(),
                Policies.forAgents(),
                Policies.denyPackages("*"),
                command -> Decision.deny(
                        "not " + command.packages().get(0).requested().installable()),
                command -> Decision.ask("run " + command.packages() + "?"),
                command -> command.isReviewedBefore()
                        ? Decision.allow()
                        : Decision.allowWith(PlannedChange.none().env("MORE", SECRET)));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void valuesAndPasswordsAppearNowhere(CommandPolicy policy) throws IOException {
        try (NixClient nix = client(policy)) {
            RunCommand command = nix.run("https://example.org/x.tar.gz?token=" + SECRET + "#p")
                    .env("OPEN", SECRET)
                    .secretEnv("TOKEN", SECRET)
                    .stdin(SECRET);

            Throwable failure = catchThrowable(command::execute);

            assertThat(texts(nix, failure)).noneMatch(text -> text.contains(SECRET));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://" + SECRET + "@example.org/x.tar.gz#p",
                "git+https://" + SECRET + "@example.org/r?ref=main#p",
                "https://example.org/x.tar.gz?access_token=" + SECRET + "#p",
                "https://example.org/x.tar.gz?a=b&private_token=" + SECRET + "&c=d#p",
                "https://example.org/x.tar.gz?X-Amz-Signature=" + SECRET + "#p",
                "github:o/r?token=" + SECRET + "#p",
            })
    void noFormOfAReferenceLeaksIt(String installable) throws IOException {
        try (NixClient nix = client(CommandPolicy.allowAll())) {
            Throwable failure = catchThrowable(
                    () -> nix.shell(installable, "jq").script("true").execute());
            Throwable second = catchThrowable(
                    () -> Pipeline.of(nix.run(installable)).pipe(nix.run("jq")).execute());
            Throwable third = catchThrowable(() -> nix.prefetch(installable).execute());

            assertThat(texts(nix, failure)).noneMatch(text -> text.contains(SECRET));
            assertThat(List.of(String.valueOf(second), String.valueOf(third))).noneMatch(text -> text.contains(SECRET));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "git+https://" + SECRET + "@example.org/r#p",
                "https://example.org/x.tar.gz?private_token=" + SECRET + "#p",
                "https://example.org/x.tar.gz?sig=" + SECRET + "&a=b#p",
            })
    void noCommandShowsIt(String installable) {
        String flake = installable.substring(0, installable.indexOf('#'));
        try (NixClient nix = client(CommandPolicy.allowAll());
                NixClient other = NixlessClient.builder(executor)
                        .nixpkgs(flake)
                        .allowUnfree("p")
                        .build()) {
            List<NixCommand<?>> commands = List.of(
                    nix.run(installable).args("x"),
                    nix.shell(installable, "jq").command("p"),
                    nix.shell(installable).script("p"),
                    nix.prefetch(installable),
                    nix.pin(installable).as("p"),
                    nix.pathInfo(installable),
                    nix.search("p").in(flake),
                    Pipeline.of(nix.run("jq")).pipe(nix.run(installable)),
                    other.run("p"),
                    other.shell("p", "q").command("p"),
                    other.prefetch("p"),
                    other.pin("p").as("p"),
                    other.search("p"));

            assertThat(commands).allSatisfy(command -> {
                assertThat(command.toShellCommand()).contains("***").doesNotContain(SECRET);
                assertThat(command.toString()).doesNotContain(SECRET);
            });
            assertThat(commands.subList(0, 8))
                    .allSatisfy(command -> assertThat(command.toString()).contains("***"));
        }
    }
}
