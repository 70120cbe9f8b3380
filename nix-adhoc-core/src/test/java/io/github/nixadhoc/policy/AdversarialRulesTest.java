package io.github.nixadhoc.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.NixClientBuilder;
import io.github.nixadhoc.Pipeline;
import io.github.nixadhoc.audit.Audit;
import io.github.nixadhoc.error.CommandDeniedException;
import io.github.nixadhoc.testing.RecordingExecutor;
import io.github.nixadhoc.testing.StubResult;
import io.github.nixadhoc.testkit.NamesOnly;
import io.github.nixadhoc.testkit.NixlessClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts to get round what single rules say, and what they say together. */
class AdversarialRulesTest {

    private static final CommandPolicy LIMITED =
            command -> Decision.allowWith(PlannedChange.none().timeout(Duration.ofMinutes(1)));

    @TempDir
    private Path folder;

    private final RecordingExecutor executor = RecordingExecutor.create().answer(spec -> true, StubResult.success());
    private final List<PlannedCommand> seen = new CopyOnWriteArrayList<>();

    private NixClientBuilder builder(CommandPolicy policy) {
        return NixlessClient.builder(executor).policy(policy);
    }

    private CommandDeniedException assertDenied(CommandPolicy policy, Consumer<NixClient> attempt) {
        CommandDeniedException[] denied = new CommandDeniedException[1];
        try (NixClient nix = builder(policy).build()) {
            assertThatThrownBy(() -> attempt.accept(nix))
                    .isInstanceOfSatisfying(CommandDeniedException.class, e -> denied[0] = e);
        }
        assertThat(executor.recorded()).isEmpty();
        return denied[0];
    }

    private Decision noticeAndDeny(PlannedCommand command) {
        seen.add(command);
        return Decision.deny("seen");
    }

    static Stream<CommandPolicy> mixtures() {
        CommandPolicy noSneaky = new NamesOnly("sneaky");
        CommandPolicy noScripts = Policies.noScripts();
        return Stream.of(
                CommandPolicy.anyOf(noSneaky, noScripts),
                CommandPolicy.anyOf(noScripts, noSneaky),
                CommandPolicy.anyOf(CommandPolicy.allOf(noSneaky), noScripts),
                CommandPolicy.anyOf(CommandPolicy.anyOf(noSneaky), noScripts),
                CommandPolicy.anyOf(noSneaky.withApproval((command, question) -> true), noScripts),
                CommandPolicy.allOf(CommandPolicy.anyOf(noSneaky, noScripts)),
                CommandPolicy.anyOf(CommandPolicy.anyOf(noScripts, noSneaky), noScripts));
    }

    @ParameterizedTest
    @MethodSource("mixtures")
    void aPolicyThatDeniesTheNamesDeniesTheCommand(CommandPolicy policy) {
        assertDenied(policy, nix -> nix.shell("sneaky").script("id").execute());
        assertDenied(policy, nix -> nix.shell("jq", "sneaky").script("id").start());
        assertDenied(
                policy,
                nix -> Pipeline.of(nix.run("jq"))
                        .pipe(nix.shell("sneaky").script("id"))
                        .execute());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/usr/bin/env",
                "/bin/sh",
                "/bin/../usr/bin/env",
                "../../../../usr/bin/env",
                "/nix/store/00000000000000000000000000000000-other/bin/other",
                "/nix/store/00000000000000000000000000000000-say2/bin/say",
                "/proc/self/root/usr/bin/env"
            })
    void whatIsNotOfThePackagesIsDenied(String program) {
        for (CommandPolicy policy : List.of(Policies.onlyPackages("say"), Policies.forAgents())) {
            CommandPolicy noScripts = CommandPolicy.allOf(policy, Policies.noScripts());
            assertDenied(
                    noScripts,
                    nix -> nix.shell("say").command(program, "x", "-c", "id").execute());
            assertDenied(
                    noScripts,
                    nix -> Pipeline.of(nix.run("say"))
                            .pipe(nix.shell("say").command(program, "x"))
                            .execute());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LD_PRELOAD",
                "ld_preload",
                "PATH",
                "HOME",
                "IFS",
                "GIT_SSH_COMMAND",
                "PYTHONPATH",
                "ZDOTDIR",
                "PROMPT_COMMAND",
                "PS4",
                "CDPATH",
                "LESSOPEN",
                "LESSCLOSE",
                "MANPAGER",
                "SSH_ASKPASS",
                "GOFLAGS",
                "CLASSPATH",
                "MAVEN_OPTS",
                "GRADLE_OPTS",
                "RUSTC_WRAPPER",
                "CC",
                "LUA_INIT",
                "LUA_PATH",
                "PHPRC",
                "R_PROFILE",
                "TCLLIBPATH",
                "GUILE_LOAD_PATH",
                "EMACSLOADPATH",
                "VIMINIT",
                "EXINIT",
                "AWKPATH",
                "XDG_CONFIG_HOME",
                "XDG_DATA_DIRS",
                "QT_PLUGIN_PATH",
                "GTK_MODULES",
                "GIO_EXTRA_MODULES",
                "GST_PLUGIN_PATH",
                "OPENSSL_CONF",
                "OPENSSL_MODULES",
                "CURL_HOME",
                "WGETRC",
                "DOTNET_STARTUP_HOOKS",
                "COR_PROFILER",
                "ERL_FLAGS",
                "KUBECONFIG",
                "AWS_PROFILE",
                "DOCKER_HOST",
                "NPM_CONFIG_PREFIX",
                "TMPDIR",
                "http_proxy",
                "https_proxy",
                "all_proxy",
                "HTTP_PROXY",
                "HTTPS_PROXY",
                "ALL_PROXY",
                "SSLKEYLOGFILE",
                "SSL_CERT_FILE",
                "TERMINFO",
                "HOSTALIASES",
                "RES_OPTIONS",
                "LESS",
                "MAKEFLAGS",
                "SUDO_ASKPASS",
                "LIBGL_DRIVERS_PATH",
                "GI_TYPELIB_PATH",
                "CMAKE_PREFIX_PATH",
                "WHAT_NOBODY_HAS_HEARD_OF"
            })
    void aVariableThatMaySteerAProgramIsDeniedToAgents(String name) {
        assertDenied(Policies.forAgents(), nix -> nix.run("jq").env(name, "x").execute());
        assertDenied(
                Policies.forAgents(), nix -> nix.run("jq").secretEnv(name, "x").execute());
        assertDenied(Policies.forAgents(), nix -> nix.run("jq").unsetEnv(name).execute());
    }

    @ParameterizedTest
    @ValueSource(strings = {"LANG", "LC_ALL", "TZ", "TERM", "NO_COLOR", "COLUMNS"})
    void aVariableThatOnlyChangesHowThingsLookIsAllowedToAgents(String name) {
        try (NixClient nix = builder(Policies.forAgents()).build()) {
            nix.run("jq").env(name, "1").execute();
        }
        assertThat(executor.recorded()).hasSize(1);
    }

    static Stream<Function<NixClient, Object>> detached() {
        return Stream.of(
                nix -> nix.run("jq").startDetached(),
                nix -> nix.run("jq").timeout(Duration.ofMillis(500)).startDetached(),
                nix -> nix.shell("jq").command("jq").startDetached(),
                nix -> nix.shell("jq").script("jq").startDetached());
    }

    @ParameterizedTest
    @MethodSource("detached")
    void inputWithoutAnEndIsDeniedIfALimitIsRequired(Function<NixClient, Object> way) {
        Consumer<NixClient> attempt = nix -> {
            Object unused = way.apply(nix);
        };
        assertDenied(Policies.maxDuration(Duration.ofSeconds(1)), attempt);
        assertDenied(LIMITED, attempt);
        assertDenied(this::noticeAndDeny, attempt);
        assertThat(seen).singleElement().satisfies(command -> {
            assertThat(command.timeout()).isEmpty();
            assertThat(command.isBackground()).isTrue();
        });
    }

    @Test
    void aStageIsShownTheTimeLimitOfItsPipeline() {
        assertDenied(
                this::noticeAndDeny,
                nix -> Pipeline.of(nix.run("jq"))
                        .pipe(nix.run("jq"))
                        .timeout(Duration.ofSeconds(7))
                        .execute());

        assertThat(seen)
                .isNotEmpty()
                .allSatisfy(command -> assertThat(command.timeout()).contains(Duration.ofSeconds(7)));
    }

    /** The text would run as it is, and the words come after it. */
    @Test
    void aScriptIsNotReviewedAsArguments() {
        CommandPolicy mending = command -> command.command().toString().contains("bad")
                ? Decision.allowWith(PlannedChange.none().arguments(List.of("good")))
                : Decision.allow();

        assertDenied(mending, nix -> nix.shell("say").script("say bad").execute());
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo run via stdin", "a\nrm -rf /", "\u001b[2J", "\u202Egnp", "\u2028x", "'", "\\u000a"})
    void theInputOfAProgramIsShownOnOneLine(String text) {
        assertDenied(this::noticeAndDeny, nix -> nix.run("jq").stdin(text).execute());

        String shown = seen.get(0).toString();
        assertThat(shown).contains("stdin").matches("[ -~]+");
        assertThat(shown)
                .contains(text.replace("\\", "\\u005c")
                        .replace("\n", "\\u000a")
                        .replace("\u001b", "\\u001b")
                        .replace("\u202E", "\\u202e")
                        .replace("\u2028", "\\u2028")
                        .replace("'", "'\\''"));
    }

    @Test
    void longInputIsShownInPart() {
        assertDenied(
                this::noticeAndDeny,
                nix -> nix.run("jq").stdin("x".repeat(1_000_000)).execute());

        assertThat(seen.get(0).toString()).contains("1000000").hasSizeLessThan(2_000);
    }

    static Stream<CommandPolicy> texts() {
        return Stream.of(
                Policies.dryRun(command -> {}),
                Policies.noScripts(),
                Policies.onlyPackages("other"),
                Policies.onlyDirectories(Path.of("/nonexistent\u001b[2J")),
                CommandPolicy.allOf(
                        command -> Decision.allowWith(PlannedChange.none().arguments(List.of("\u001b[2J"))),
                        command -> Decision.allowWith(PlannedChange.none().arguments(List.of("\n\u2028")))));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void noMessageOfADenialSteersATerminal(CommandPolicy policy) {
        CommandDeniedException denied = assertDenied(
                policy,
                nix -> nix.shell("say")
                        .command("bash", "\u001b[2J\u202E\u2028\u009b")
                        .execute());

        assertThat(denied.getMessage()).doesNotContain("\u001b", "\u202E", "\u2028", "\u009b");
        assertThat(denied.reason()).doesNotContain("\u001b", "\u202E", "\u2028", "\u009b");
    }

    static Stream<CommandPolicy> unnamed() {
        return Stream.of(
                command -> Decision.deny("no"),
                AdversarialRulesTest::no,
                new CommandPolicy() {
                    @Override
                    public Decision review(PlannedCommand command) {
                        return Decision.deny("no");
                    }
                },
                CommandPolicy.allOf(command -> Decision.deny("no")),
                CommandPolicy.allOf(Policies.forAgents(), command -> Decision.deny("no")),
                CommandPolicy.anyOf(command -> Decision.deny("no")),
                CommandPolicy.allOf(AdversarialRulesTest::no).withApproval((command, question) -> true));
    }

    private static Decision no(PlannedCommand command) {
        return Decision.deny("no");
    }

    @ParameterizedTest
    @MethodSource("unnamed")
    void aPolicyWithoutANameHasThatOfItsClass(CommandPolicy policy) {
        CommandDeniedException denied =
                assertDenied(policy, nix -> nix.run("jq").execute());

        assertThat(denied.rule()).isEqualTo("a policy of AdversarialRulesTest");
    }

    @Test
    void theRuleInTheAuditIsShort() throws IOException {
        Path record = folder.resolve("audit.jsonl");
        for (CommandPolicy policy : List.of(
                Policies.forAgents(),
                CommandPolicy.allOf(Policies.forAgents(), Policies.onlyPackages("jq")),
                Policies.onlyPackages("x".repeat(5_000), "jq"))) {
            try (NixClient nix = builder(policy).audit(Audit.to(record)).build()) {
                nix.run("jq").execute();
            }
        }

        assertThat(Files.readAllLines(record))
                .filteredOn(line -> line.contains("\"rule\""))
                .hasSize(3)
                .allSatisfy(line -> assertThat(line.replaceFirst(".*\"rule\":\"([^\"]*)\".*", "$1"))
                        .isNotEmpty()
                        .hasSizeLessThan(200));
    }

    /** A hash tells whether it was a certain text; the text itself is in no record. */
    @Test
    void theAuditHasTheSizeAndHashOfTheInput() throws IOException {
        Path record = folder.resolve("read.jsonl");
        try (NixClient nix =
                builder(CommandPolicy.allowAll()).audit(Audit.to(record)).build()) {
            nix.run("bash").args("-s").stdin("abc").execute();
            nix.run("bash").args("-s").stdin(folder.resolve("script")).execute();
            nix.run("bash").execute();
        }

        List<String> decisions = Files.readAllLines(record).stream()
                .filter(line -> line.contains("\"decision\":"))
                .toList();
        assertThat(decisions.get(0))
                .contains("\"stdin\":\"bytes\",\"stdinBytes\":3,\"stdinSha256\":\"ba7816bf")
                .doesNotContain("abc\"");
        assertThat(decisions.get(1)).contains("\"stdin\":\"file\",\"stdinFile\":\"" + folder.resolve("script"));
        assertThat(decisions.get(2)).doesNotContain("stdin");
    }
}
