package io.github.nixadhoc.internal.nix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.nixadhoc.error.BuildFailedException;
import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.EvaluationException;
import io.github.nixadhoc.error.FlakeNotFoundException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.NixNotInstalledException;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.error.UnexpectedOutputException;
import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.ProcessStartException;
import io.github.nixadhoc.exec.ProcessStartException.Reason;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.model.NixVersion;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.testing.RecordingExecutor;
import io.github.nixadhoc.testing.StubResult;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NixCliTest {

    private static final NixCall EVAL = NixCall.nix(Phase.RESOLVE, List.of("eval", "nixpkgs#hello"));
    private static final NixCall REALISE =
            new NixCall("nix-store", List.of("--realise", "/nix/store/x"), Phase.REALISE, null);

    private static final StubResult SETTINGS = StubResult.stdout("{\"cores\":{\"value\":0},\"store\":"
            + "{\"aliases\":[\"x\"],\"value\":\"auto\"},\"system\":{\"value\":\"x86_64-linux\"}}");

    private RecordingExecutor executor = RecordingExecutor.create();

    @TempDir
    private Path directory;

    private Path binary = Path.of("/nix");

    @BeforeEach
    void pretendToHaveNix() throws IOException {
        binary = Files.createFile(directory.resolve("nix"));
        assertThat(binary.toFile().setExecutable(true)).isTrue();
        Path store = Files.createFile(directory.resolve("nix-store"));
        assertThat(store.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void everyCallGetsTheCommonFlags() {
        answer("nix", StubResult.stdout("5"));

        NixOutput output = cli(List.of("--option", "cores", "1"), "/srv/store").run(EVAL, Deadline.never());

        assertThat(output.stdout()).isEqualTo("5");
        assertThat(words(0))
                .containsExactly(
                        binary.toString(),
                        "--extra-experimental-features",
                        "nix-command flakes",
                        "--log-format",
                        "internal-json",
                        "--option",
                        "accept-flake-config",
                        "false",
                        "--store",
                        "/srv/store",
                        "--option",
                        "cores",
                        "1",
                        "eval",
                        "--no-write-lock-file",
                        "nixpkgs#hello");
    }

    @ParameterizedTest
    @CsvSource({
        "flake metadata x, flake metadata --no-write-lock-file x",
        "derivation show x, derivation show --no-write-lock-file x",
        "build x, build --no-write-lock-file x",
        "store info, store info",
        "config show, config show",
        "registry list, registry list"
    })
    void commandsThatWouldWriteALockFileDoNot(String arguments, String expected) {
        answer("nix", StubResult.success());

        NixOutput unused = cli().run(NixCall.nix(Phase.RESOLVE, List.of(arguments.split(" ", -1))), Deadline.never());

        assertThat(String.join(" ", words(0))).endsWith("internal-json --option accept-flake-config false " + expected);
    }

    @Test
    void theOlderProgramsAreTakenFromBesideNix() {
        answer("nix-store", StubResult.success());

        NixOutput unused = cli().run(REALISE, Deadline.never());

        assertThat(words(0)).startsWith(directory.resolve("nix-store").toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 13})
    void aSignalCausedByACollectorIsReportedAsARace(int signal) {
        answer("nix", killed(signal));

        assertThat(fail(cli(), EVAL))
                .isInstanceOf(StoreRaceException.class)
                .hasMessageContaining("Signaled[signal=" + signal + "]");
        assertThat(executor.recorded()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "opening file '/nix/store/x.drv': No such file or directory",
                "path '/nix/store/x.drv' is not valid",
                "cannot build missing derivation '/nix/store/x.drv'",
                "failed to obtain derivation of '/nix/store/x.drv'",
                "getting status of '/nix/store/00000000000000000000000000000000-source': No such file or directory",
                "path '/nix/store/00000000000000000000000000000000-source' is not valid",
                "executing SQLite statement: SQLite database '/nix/var/nix/db/db.sqlite' is busy",
                "'/nix/var/nix/db/schema' is corrupt"
            })
    void anErrorCausedByAnotherProcessInTheStoreIsReportedAsARace(String sentence) {
        answer("nix", error(sentence));

        NixException failure = fail(cli(), EVAL);

        assertThat(failure).isInstanceOf(StoreRaceException.class);
        assertThat(failure.shortMessage()).isEqualTo(sentence);
        assertThat(failure.command()).contains("eval");
        assertThat(executor.recorded()).hasSize(1);
    }

    @Test
    void aFileThatASourceDoesNotHaveIsItsOwnFault() {
        answer(
                "nix",
                error("getting status of '/nix/store/00000000000000000000000000000000-source/lost.nix': No such file"));

        assertThat(fail(cli(), EVAL)).isInstanceOf(EvaluationException.class);
    }

    @Test
    void aFailureIsNotRepeated() {
        answer("nix", error("assertion failed"));

        assertThat(fail(cli(), EVAL)).isNotNull();
        assertThat(executor.recorded()).hasSize(1);
    }

    @Test
    void anotherSignalIsAFailure() {
        answer("nix-store", killed(9));

        assertThat(fail(cli(), REALISE))
                .isInstanceOf(BuildFailedException.class)
                .hasMessageContaining("signal 9");
    }

    @Test
    void anErrorWhoseMessageNix28HasLostIsEvaluatedAgain() {
        answer(
                "nix",
                error("flake output attribute 'packages.x.y' is not a derivation"),
                version("2.8.0"),
                SETTINGS,
                error("this package was renamed"));

        NixException failure = fail(cli(), EVAL);

        assertThat(words(3)).containsSubsequence("--option", "eval-cache", "false", "eval");
        assertThat(failure.command()).contains("eval-cache false");
    }

    @Test
    void aProcessThatLosesTheRaceToCreateAStoreIsStartedAgain() {
        answer(
                "nix",
                error("creating symlink from '/s/var/nix/gcroots/profiles' to '/s/var/nix/profiles': File exists"),
                StubResult.stdout("[]"));

        assertThat(cli().run(EVAL, Deadline.never()).stdout()).isEqualTo("[]");
        assertThat(words(1)).isEqualTo(words(0));
    }

    @Test
    void aChangedNixIsAskedAgainForItsProperties() throws IOException {
        answer("nix", version("2.8.0"), SETTINGS, version("2.34.8"), SETTINGS);
        NixCli nix = cli();

        NixInstallation before = nix.installation(Deadline.never());
        NixInstallation same = nix.installation(Deadline.never());
        Path touched = Files.setLastModifiedTime(binary, FileTime.fromMillis(0));
        NixInstallation after = nix.installation(Deadline.never());

        assertThat(touched).isEqualTo(binary);
        assertThat(before)
                .isEqualTo(new NixInstallation(binary, new NixVersion(2, 8, 0, ""), "x86_64-linux", "/s", "auto"));
        assertThat(same).isSameAs(before);
        assertThat(after.version()).hasToString("2.34.8");
    }

    @Test
    void lixReportsTheNixThatItIsLike() {
        answer("nix", version("2.18.3-lix"), SETTINGS);

        NixDialect dialect = cli().installation(Deadline.never()).dialect();

        assertThat(dialect.selectsWholeFlake()).isFalse();
        assertThat(dialect.pathInfoJson()).containsExactly("--json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"version\":5}",
                "{\"version\":\"x\",\"system\":\"s\",\"storeDir\":\"/s\"}"
            })
    void aNixWithoutAValidAnswerIsNotUnderstood(String answer) {
        answer("nix", StubResult.stdout(answer));

        assertThatThrownBy(() -> cli().installation(Deadline.never())).isInstanceOf(UnexpectedOutputException.class);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void aFailedStartIsReportedByItsReason(Reason reason) {
        answer("nix", StubResult.notStarting(reason));

        assertThat(fail(cli(), EVAL))
                .isInstanceOf(
                        switch (reason) {
                            case PROGRAM_NOT_FOUND, NOT_EXECUTABLE -> NixNotInstalledException.class;
                            case NO_SUCH_DIRECTORY -> FlakeNotFoundException.class;
                            default -> StoreUnavailableException.class;
                        })
                .hasCauseInstanceOf(ProcessStartException.class);
    }

    @Test
    void aDeadlineThatHasPassedStartsNothing() throws InterruptedException {
        Deadline deadline = Deadline.after(Duration.ofMillis(1));
        // the elapsed time is the subject of the test
        Waits.pause(Duration.ofMillis(5));

        assertThatThrownBy(() -> cli().run(EVAL, deadline)).isInstanceOf(TimedOutException.class);
        assertThat(executor.recorded()).isEmpty();
    }

    @Test
    void anInterruptStopsNixAndStaysWithTheThread() {
        answer("nix", StubResult.untilStopped());
        Thread.currentThread().interrupt();

        NixException failure = fail(cli(), EVAL);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure).isInstanceOf(CancelledException.class);
    }

    @Test
    void aFailureContainsNoSecrets() {
        answer("nix", error("cannot use hunter22 at https://ada:pass@example.org"));
        NixSettings settings = new NixSettings(
                binary,
                null,
                List.of("--option", "access-tokens", "github.com=ghp_abc"),
                ProcessEnvironment.inherited().setSecret("TOKEN", "hunter22"));

        NixException failure = fail(new NixCli(executor, settings), EVAL);

        assertThat(failure.getMessage()).doesNotContain("hunter22", "ada:pass", "ghp_abc");
        assertThat(failure.command()).doesNotContain("ghp_abc");
    }

    @Test
    void anImpureCallOfOursDoesNotReadTheVariablesOfNixpkgs() {
        answer("nix", StubResult.success());
        ProcessEnvironment environment = ProcessEnvironment.inherited()
                .onTopOf(Map.of("NIXPKGS_ALLOW_UNFREE", "1", "NIX_GET_COMPLETIONS", "2", "HOME", "/home/ada"));
        NixCall impure = NixCall.nix(Phase.RESOLVE, List.of("eval", "--impure", "--expr", "1"));

        NixOutput ours = new NixCli(executor, new NixSettings(binary, null, List.of(), environment))
                .run(impure, Deadline.never());
        NixOutput theirs = new NixCli(executor, new NixSettings(binary, null, List.of("--impure"), environment))
                .run(impure, Deadline.never());

        assertThat(List.of(ours, theirs)).hasSize(2);
        assertThat(variables(0)).containsEntry("HOME", "/home/ada").doesNotContainKey("NIXPKGS_ALLOW_UNFREE");
        assertThat(variables(1)).containsEntry("NIXPKGS_ALLOW_UNFREE", "1").doesNotContainKey("NIX_GET_COMPLETIONS");
    }

    @Test
    void aCallThatAnswersInItsLogReturnsEveryLine() {
        StringBuilder log = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            log.append("@nix {\"action\":\"msg\",\"level\":3,\"msg\":\"  /nix/store/")
                    .append(i)
                    .append("\"}\n");
        }
        answer("nix-store", StubResult.success().withStderr(log.toString()));

        assertThat(cli().run(REALISE.answeringInLog(), Deadline.never()).log()).hasSize(500);
    }

    private void answer(String program, StubResult first, StubResult... next) {
        executor = executor.answer(program, first, next);
    }

    private static StubResult killed(int signal) {
        return StubResult.success().withTermination(new Termination.Signaled(signal));
    }

    private static StubResult error(String sentence) {
        return StubResult.exitCode(1)
                .withStderr("@nix {\"action\":\"msg\",\"level\":0,\"msg\":\"error: " + sentence + "\",\"raw_msg\":\""
                        + sentence + "\"}\n");
    }

    private static StubResult version(String version) {
        return StubResult.stdout("{\"storeDir\":\"/s\",\"system\":\"x86_64-linux\",\"version\":\"" + version + "\"}");
    }

    private static NixException fail(NixCli nix, NixCall call) {
        return catchThrowableOfType(NixException.class, () -> {
            NixOutput output = nix.run(call, Deadline.after(Duration.ofSeconds(10)));
            throw new AssertionError("it succeeded: " + output);
        });
    }

    private List<String> words(int index) {
        return executor.recorded().get(index).command();
    }

    private Map<String, String> variables(int index) {
        ProcessSpec spec = executor.recorded().get(index);
        Map<String, String> variables = new HashMap<>();
        spec.environment().applyTo(variables);
        return variables;
    }

    private NixCli cli() {
        return cli(List.of(), null);
    }

    private NixCli cli(List<String> options, @Nullable String store) {
        return new NixCli(executor, new NixSettings(binary, store, options, ProcessEnvironment.inherited()));
    }
}
