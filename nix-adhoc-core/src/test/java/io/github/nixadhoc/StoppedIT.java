package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.result.RunResult;
import io.github.nixadhoc.testkit.Background;
import io.github.nixadhoc.testkit.BinaryCacheServer;
import io.github.nixadhoc.testkit.CacheBehaviour;
import io.github.nixadhoc.testkit.FailureOf;
import io.github.nixadhoc.testkit.SandboxProcesses;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.SandboxedNix;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs that are stopped, in each phase. Closing the sandbox fails if a process is left. */
class StoppedIT extends SandboxedNix {

    private final SandboxProcesses processes = sandbox.processes();

    @BeforeEach
    void prepareFlake() throws IOException {
        writeSpinningFlake();
    }

    static Stream<Arguments> endlessPhases() {
        return Stream.of(
                arguments(Phase.RESOLVE, "path:%s/spinning#x", "spinning"),
                arguments(Phase.REALISE, "endless-build", "sleep 1000000"));
    }

    @ParameterizedTest
    @MethodSource("endlessPhases")
    void aTimeoutEndsEachPhaseOfNixWork(Phase phase, String installable) {
        // what comes before a build needs its time, too
        TimedOutException failure = Waits.withEnoughTime(
                Duration.ofSeconds(phase == Phase.REALISE ? 4 : 1),
                limit -> timedOut(run(installable), limit),
                ended -> ended.phase().equals(Optional.of(phase)));

        assertThat(failure.phase()).contains(phase);
        assertThat(failure.result()).isEmpty();
        assertThat(failure.hint()).isNotBlank();
        assertThat(failure.command()).isNotBlank();
        assertThat(processes.running()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("endlessPhases")
    void anInterruptEndsEachPhaseOfNixWork(Phase phase, String installable, String process) throws Exception {
        AtomicBoolean interrupted = new AtomicBoolean();
        Background<Throwable> caller = Background.call(() -> {
            Throwable failure = catchThrowable(() -> run(installable).execute());
            interrupted.set(Thread.currentThread().isInterrupted());
            return failure;
        });
        processes.awaitStartOf(process);

        caller.interrupt();

        assertThat(caller.result())
                .isExactlyInstanceOf(CancelledException.class)
                .satisfies(
                        failure -> assertThat(((NixException) failure).phase()).contains(phase));
        assertThat(interrupted).as("the thread is still interrupted").isTrue();
        assertThat(processes.running()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("endlessPhases")
    void aCancelledFutureEndsEachPhaseOfNixWork(Phase phase, String installable, String process) {
        CompletableFuture<RunResult> future = run(installable).executeAsync();
        processes.awaitStartOf(process);

        assertThat(future.cancel(true)).isTrue();

        assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
        processes.awaitEndOfAll();
    }

    @Test
    void aTimeoutDuringTheReviewEndsTheRunBeforeAnythingIsBuilt() {
        try (NixClient slow = SandboxedClient.builder(sandbox)
                .policy(command -> {
                    Waits.pause(Duration.ofMillis(1500));
                    return Decision.allow();
                })
                .build()) {
            Throwable failure = catchThrowable(
                    () -> slow.run("hello").timeout(Duration.ofMillis(1200)).execute());

            assertThat(failure).isExactlyInstanceOf(TimedOutException.class);
            assertThat(sandbox.storePaths()).noneMatch(path -> path.toString().endsWith("-hello-1.0"));
        }
    }

    @Test
    void aHangingCacheIsAwaitedUntilTheTimeout() {
        sandbox.configure("download-attempts = 1");
        try (BinaryCacheServer cache = BinaryCacheServer.publish(sandbox, "nixpkgs#big")) {
            sandbox.configure(cache.settings());
            cache.behave(CacheBehaviour.slow(1000));

            TimedOutException failure = Waits.withEnoughTime(
                    Duration.ofSeconds(4),
                    limit -> timedOut(nix.run("big"), limit),
                    ended -> ended.phase().equals(Optional.of(Phase.REALISE)));

            assertThat(failure.phase()).contains(Phase.REALISE);
        }
    }

    @Test
    void aTimedOutProgramIsAResultAndOrThrowThrows() {
        RunCommand sleeper = warm("sleeper");
        RunResult result = Waits.withEnoughTime(
                Duration.ofSeconds(1),
                limit -> sleeper.timeout(limit).execute(),
                ended -> ended.stdoutLines().size() == 3);

        assertThat(result.termination()).isEqualTo(new Termination.TimedOut(false));
        assertThat(result.exitCode()).isEqualTo(143);
        assertThat(result.stdoutLines()).hasSize(3);
        TimedOutException failure = FailureOf.running(result::orThrow, TimedOutException.class, Phase.EXECUTE);
        assertThat(failure.result()).contains(result);
        assertThat(failure.command()).contains("nixpkgs#sleeper");
        assertThat(failure.hint()).isNotBlank();
        assertThat(processes.running()).isEmpty();
    }

    @Test
    void aProgramThatIgnoresTheSignalIsKilledAfterTheGracePeriod() {
        RunCommand stubborn = warm("stubborn").gracePeriod(Duration.ofMillis(300));
        RunResult result = Waits.withEnoughTime(
                Duration.ofSeconds(1),
                limit -> stubborn.timeout(limit).execute(),
                ended -> ended.termination().equals(new Termination.TimedOut(true)));

        assertThat(result.termination()).isEqualTo(new Termination.TimedOut(true));
        assertThat(result.exitCode()).isEqualTo(137);
        assertThat(processes.running()).isEmpty();
    }

    @Test
    void aProgramThatExitsWithZeroAfterItsTimeoutHasTimedOut() {
        RunCommand tidy = warm("tidy");
        RunResult result = Waits.withEnoughTime(
                Duration.ofSeconds(1),
                limit -> tidy.timeout(limit).execute(),
                ended -> !ended.stdout().isEmpty());

        assertThat(result.termination()).isEqualTo(new Termination.TimedOut(false));
        assertThat(result.exitCode()).isEqualTo(143);
    }

    @Test
    void aSilentProgramIsStopped() {
        RunResult result =
                nix.run("sleeper").idleTimeout(Duration.ofMillis(500)).execute();

        assertThat(result.termination()).isEqualTo(new Termination.IdleTimedOut(false));
        assertThatThrownBy(result::orThrow).isExactlyInstanceOf(TimedOutException.class);
    }

    /** Nix is silent for a second and a half, which must not count as the program's silence. */
    @Test
    void theIdleTimeoutDoesNotCountWhileNixIsAtWork() {
        RunResult result =
                nix.run("slow-build").idleTimeout(Duration.ofSeconds(1)).execute();

        assertThat(result.termination()).isEqualTo(new Termination.Exited(0));
    }

    @Test
    void anInterruptStopsTheProgramAndAllThatItStarted() throws Exception {
        CountDownLatch started = new CountDownLatch(3);
        Background<Throwable> caller = Background.call(() -> catchThrowable(
                () -> nix.run("sleeper").onStdout(line -> started.countDown()).execute()));
        Waits.forLatch(started);

        caller.interrupt();

        Throwable failure = caller.result();
        assertThat(failure).isExactlyInstanceOf(CancelledException.class);
        CancelledException cancelled = (CancelledException) failure;
        assertThat(cancelled.phase()).contains(Phase.EXECUTE);
        assertThat(cancelled.result())
                .hasValueSatisfying(result -> assertThat(result.stdout()).isNotEmpty());
        assertThat(processes.running()).isEmpty();
    }

    @Test
    void aCancelledFutureStopsTheProgramAndAllThatItStarted() throws Exception {
        CompletableFuture<RunResult> future = runningSleeper();

        future.cancel(true);

        processes.awaitEndOfAll();
    }

    @Test
    void aClosedClientStopsItsProgramsAndRefusesMore() throws Exception {
        CompletableFuture<RunResult> future = runningSleeper();

        nix.close();

        assertThat(future.get(Waits.LIMIT.toSeconds(), TimeUnit.SECONDS).termination())
                .isEqualTo(new Termination.Cancelled(false));
        assertThat(processes.running()).isEmpty();
        assertThatThrownBy(() -> nix.run("hello").execute()).isInstanceOf(IllegalStateException.class);
    }

    /** Closing a client stops its calls of Nix too. */
    @Test
    void aClosedClientStopsTheBuildsThatItHasStarted() {
        CompletableFuture<RunResult> future = nix.run("endless-build").executeAsync();
        processes.awaitStartOf("sleep 1000000");

        nix.close();

        try {
            assertThat(processes.running()).isEmpty();
        } finally {
            future.cancel(true);
            processes.awaitEndOfAll();
        }
    }

    @ParameterizedTest
    @MethodSource("endlessPhases")
    void callersOfAClosedClientLearnThatNixWasStopped(Phase phase, String installable, String process) {
        CompletableFuture<RunResult> future = run(installable).executeAsync();
        processes.awaitStartOf(process);

        nix.close();

        assertThat(processes.running()).isEmpty();
        assertThatThrownBy(() -> future.get(Waits.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .hasCauseExactlyInstanceOf(CancelledException.class)
                .cause()
                .satisfies(
                        failure -> assertThat(((NixException) failure).phase()).contains(phase));
        assertThatThrownBy(() -> run(installable).execute()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aBackgroundProgramCanBeStopped() {
        try (RunningProgram sleeper = nix.run("sleeper").start()) {
            assertThat(sleeper.isRunning()).isTrue();
            assertThat(ProcessHandle.of(sleeper.pid())).isPresent();

            RunResult result = sleeper.stop();

            assertThat(result.termination()).isEqualTo(new Termination.Cancelled(false));
            assertThat(result.pid()).isEqualTo(sleeper.pid());
            assertThat(sleeper.isRunning()).isFalse();
            assertThatThrownBy(result::orThrow).isExactlyInstanceOf(CancelledException.class);
        }
        assertThat(processes.running()).isEmpty();
    }

    @Test
    void aStreamOfLinesThatIsClosedStopsTheProgram() {
        try (Stream<String> lines = nix.run("endless").lines()) {
            assertThat(lines.limit(1000)).hasSize(1000).containsOnly("y");
        }

        assertThat(processes.running()).isEmpty();
    }

    private RunCommand run(String installable) {
        return nix.run(installable.formatted(sandbox.root()));
    }

    /** An evaluation without an end, which takes no memory. */
    private void writeSpinningFlake() throws IOException {
        Path directory = sandbox.flake("spinning", """
                {
                  outputs = { self }: {
                    x =
                      let
                        spin = n: if n == 0 then 0
                          else builtins.foldl' (sum: _: sum + spin (n - 1)) 0 (builtins.genList (i: i) 1000);
                      in "${toString (spin 10)}";
                  };
                }
                """);
    }

    /** Returns a run that needs no Nix any more, so that its time is the program's. */
    private RunCommand warm(String packageName) {
        sandbox.settled();
        nix.prefetch(packageName).execute();
        return nix.run(packageName);
    }

    private CompletableFuture<RunResult> runningSleeper() {
        CountDownLatch started = new CountDownLatch(3);
        CompletableFuture<RunResult> future =
                nix.run("sleeper").onStdout(line -> started.countDown()).executeAsync();
        Waits.forLatch(started);
        return future;
    }

    private static TimedOutException timedOut(RunCommand command, Duration limit) {
        return catchThrowableOfType(
                TimedOutException.class, () -> command.timeout(limit).execute());
    }
}
