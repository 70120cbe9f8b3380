package io.github.nixadhoc.internal.nix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.nixadhoc.error.BuildFailedException;
import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.EvaluationException;
import io.github.nixadhoc.error.FetchFailedException;
import io.github.nixadhoc.error.FlakeNotFoundException;
import io.github.nixadhoc.error.HashMismatchException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.NixNotInstalledException;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.error.PackageRefusedException;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.error.UnexpectedOutputException;
import io.github.nixadhoc.error.UnsupportedSystemException;
import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.exec.commons.CommonsExecExecutor;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.testkit.Background;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Provoked failures of a real Nix. */
class NixCliIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    private final NixCli nix = cli(environment(), List.of());

    @TestFactory
    Stream<DynamicTest> whatIsWrongWithAPackageIsTold() {
        return Map.<String, Class<? extends NixException>>ofEntries(
                        Map.entry("hallo", PackageNotFoundException.class),
                        Map.entry("build-fails", BuildFailedException.class),
                        Map.entry("dependency-fails", BuildFailedException.class),
                        Map.entry("no-output", BuildFailedException.class),
                        Map.entry("build-killed", BuildFailedException.class),
                        Map.entry("hash-mismatch", HashMismatchException.class),
                        Map.entry("wrong-system", UnsupportedSystemException.class),
                        Map.entry("missing-feature", UnsupportedSystemException.class),
                        Map.entry("throws", EvaluationException.class),
                        Map.entry("assert-fails", EvaluationException.class),
                        Map.entry("infinite-recursion", EvaluationException.class),
                        Map.entry("type-error", EvaluationException.class),
                        Map.entry("aborts", EvaluationException.class),
                        Map.entry("undefined-attribute", EvaluationException.class),
                        Map.entry("unsearchable.syntax-error", EvaluationException.class),
                        Map.entry("unsearchable.missing-file", EvaluationException.class),
                        Map.entry("unsearchable.stack-overflow", EvaluationException.class),
                        Map.entry("unsearchable.import-from-failing-derivation", BuildFailedException.class),
                        Map.entry("unfree", PackageRefusedException.class),
                        Map.entry("unfree-2022", PackageRefusedException.class),
                        Map.entry("insecure", PackageRefusedException.class),
                        Map.entry("insecure-2022", PackageRefusedException.class),
                        Map.entry("broken", PackageRefusedException.class),
                        Map.entry("broken-2022", PackageRefusedException.class),
                        Map.entry("unsupported", UnsupportedSystemException.class),
                        Map.entry("unsupported-2024", UnsupportedSystemException.class),
                        Map.entry("unsupported-2022", UnsupportedSystemException.class))
                .entrySet()
                .stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey(),
                        () -> assertThat(failure("build", "--no-link", "nixpkgs#" + entry.getKey()))
                                .isExactlyInstanceOf(entry.getValue())));
    }

    @Test
    void aFailedEvaluationIsReportedTheSecondTimeToo() {
        NixException first = failure("build", "--no-link", "nixpkgs#throws");
        NixException second = failure("build", "--no-link", "nixpkgs#throws");

        assertThat(first.shortMessage()).contains("has been renamed");
        assertThat(second.shortMessage()).isEqualTo(first.shortMessage());
    }

    @Test
    void aRefusedPackageIsRefusedForTheSameReasonTheSecondTime() {
        NixException first = failure("build", "--no-link", "nixpkgs#unfree");
        NixException second = failure("build", "--no-link", "nixpkgs#unfree");

        assertThat(List.of(first, second))
                .allSatisfy(refused -> assertThat(((PackageRefusedException) refused).subject())
                        .isEqualTo("unfree"));
    }

    @Test
    void aFailureContainsTheCommandThePhaseAndTheLog() {
        NixException failure = failure("build", "--no-link", "nixpkgs#build-fails");

        assertThat(failure.command())
                .startsWith(sandbox.under().binary() + " --extra-experimental-features 'nix-command flakes'")
                .endsWith("build --no-write-lock-file --no-link nixpkgs#build-fails");
        assertThat(failure.phase()).contains(Phase.RESOLVE);
        assertThat(failure.log()).endsWith("make: *** [all] Error 7");
    }

    @Test
    void aMissingFlakeIsNotFound() {
        assertThat(List.of(
                        failure("build", "--no-link", "no-such-flake#x"),
                        failure("build", "--no-link", "path:" + sandbox.root() + "/none#x"),
                        failure("build", "--no-link", sandbox.root() + "/none#x"),
                        failure("build", "--no-link", "path:" + sandbox.root().resolve("home") + "#x"),
                        failure("build", "--no-link", "git+file://" + sandbox.root() + "/none#x")))
                .allSatisfy(failure -> assertThat(failure).isInstanceOf(FlakeNotFoundException.class));
    }

    @Test
    void aDirectoryThatIsNotThereIsNoPlaceForFlakes() {
        NixCall call = new NixCall(
                "nix", List.of("eval", "x#y"), Phase.RESOLVE, sandbox.root().resolve("none"));

        assertThatThrownBy(() -> nix.run(call, Deadline.never())).isInstanceOf(FlakeNotFoundException.class);
    }

    @Test
    void aStorePathThatNoCacheHasIsNotFetched() {
        String path = sandbox.storeDir() + "/00000000000000000000000000000000-x";

        assertThat(fail(nix, new NixCall("nix-store", List.of("--realise", path), Phase.REALISE, null)))
                .isInstanceOf(FetchFailedException.class);
    }

    @Test
    void aDeadDaemonIsAnUnavailableStore() {
        NixCli withDaemon = cli(
                environment()
                        .set("NIX_REMOTE", "daemon")
                        .set(
                                "NIX_DAEMON_SOCKET_PATH",
                                sandbox.root().resolve("socket").toString()),
                List.of());

        assertThat(fail(withDaemon, build("nixpkgs#hello")))
                .isInstanceOf(StoreUnavailableException.class)
                .extracting(NixException::hint)
                .asString()
                .contains("nix-daemon");
    }

    @Test
    void aGroupOfBuildUsersThatIsMissingIsAnUnavailableStore() {
        NixCli multiUser = cli(environment(), List.of("--option", "build-users-group", "no-such-group"));

        assertThat(fail(multiUser, build("nixpkgs#hello")))
                .isInstanceOf(StoreUnavailableException.class)
                .extracting(NixException::hint)
                .asString()
                .contains("nix-setup-systemd");
    }

    @Test
    void anArgumentThatThisNixDoesNotKnowIsNotUnderstood() {
        assertThat(failure("eval", "--no-such-flag")).isInstanceOf(UnexpectedOutputException.class);
        assertThat(failure("no-such-command")).isInstanceOf(UnexpectedOutputException.class);
    }

    @Test
    void aMissingBinaryIsNamed() {
        NixCli none = new NixCli(
                CommonsExecExecutor.create(), new NixSettings(Path.of("/no/such/nix"), null, List.of(), environment()));

        assertThat(fail(none, build("nixpkgs#hello")))
                .isInstanceOf(NixNotInstalledException.class)
                .hasMessageContaining("/no/such/nix");
    }

    @Test
    void theInstallationIsAskedOnce() {
        NixInstallation installation = nix.installation(Deadline.after(Waits.LIMIT));

        assertThat(installation.version()).hasToString(sandbox.under().version());
        assertThat(installation.storeDirectory()).isEqualTo(sandbox.storeDir().toString());
        assertThat(installation.system()).isNotBlank();
        assertThat(nix.installation(Deadline.after(Waits.LIMIT))).isSameAs(installation);
    }

    @Test
    void aNixThatTakesTooLongIsStopped() {
        long start = System.nanoTime();

        assertThatThrownBy(() -> nix.run(
                        NixCall.nix(Phase.REALISE, List.of("build", "--no-link", "nixpkgs#endless-build")),
                        Deadline.after(Duration.ofSeconds(1))))
                .isInstanceOfSatisfying(
                        TimedOutException.class,
                        failure -> assertThat(failure.phase()).contains(Phase.REALISE));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Waits.LIMIT);
    }

    @Test
    void anInterruptStopsNixAndStaysWithTheThread() throws InterruptedException {
        AtomicBoolean interrupted = new AtomicBoolean();
        Background<Throwable> caller = Background.call(() -> {
            Throwable thrown = catchThrowable(() -> nix.run(build("nixpkgs#endless-build"), Deadline.never()));
            interrupted.set(Thread.currentThread().isInterrupted());
            return thrown;
        });
        sandbox.processes().awaitStartOf("sleep 1000000");

        caller.interrupt();

        assertThat(caller.result()).isInstanceOf(CancelledException.class);
        assertThat(interrupted).isTrue();
    }

    @Test
    void noLockFileIsWrittenBesideAFlake() throws IOException {
        Path flake = sandbox.flake(
                "flake",
                "{ inputs.nixpkgs.url = \"" + sandbox.nixpkgs().reference()
                        + "\"; outputs = { self, nixpkgs }: { x = 1; }; }");

        NixOutput output = nix.run(
                new NixCall("nix", List.of("eval", "--json", ".#x"), Phase.RESOLVE, flake),
                Deadline.after(Waits.LIMIT));

        assertThat(output.stdout().strip()).isEqualTo("1");
        assertThat(flake.resolve("flake.lock")).doesNotExist();
    }

    @Test
    void theLineThatIsShownCanBeTypedIntoAShell() {
        NixCall call = NixCall.nix(Phase.RESOLVE, List.of("eval", "--json", "--expr", "\"it's $HOME\" + \"!\""));

        String typed = sandbox.run(List.of("/bin/sh", "-c", nix.toCommandLine(call)), new byte[0])
                .stdout();

        assertThat(typed.strip()).isEqualTo("\"it's $HOME!\"");
    }

    private NixException failure(String... arguments) {
        return fail(nix, NixCall.nix(Phase.RESOLVE, List.of(arguments)));
    }

    private static NixException fail(NixCli nix, NixCall call) {
        return catchThrowableOfType(NixException.class, () -> {
            NixOutput output = nix.run(call, Deadline.after(Waits.LIMIT));
            throw new AssertionError("it succeeded: " + output);
        });
    }

    private static NixCall build(String installable) {
        return NixCall.nix(Phase.RESOLVE, List.of("build", "--no-link", installable));
    }

    private ProcessEnvironment environment() {
        return ProcessEnvironment.inherited().onTopOf(sandbox.environment());
    }

    private NixCli cli(ProcessEnvironment environment, List<String> options) {
        List<String> all =
                Stream.concat(sandbox.options().stream(), options.stream()).toList();
        return new NixCli(
                CommonsExecExecutor.create(), new NixSettings(sandbox.under().binary(), null, all, environment));
    }
}
