package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.nixadhoc.error.SessionLimitException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.exec.OutputConsumerException;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.SessionLimits;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.result.Pin;
import io.github.nixadhoc.result.SessionReceipt;
import io.github.nixadhoc.result.SessionRun;
import io.github.nixadhoc.testkit.BinaryCacheServer;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.SandboxedNix;
import io.github.nixadhoc.testkit.Waits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SessionIT extends SandboxedNix {

    private static final List<String> BUILT =
            List.of("hello", "two-streams", "print-env", "exit-with", "count-stdin", "dash");

    @Test
    void tenPackagesLeaveTheStoreAsItWas() {
        try (BinaryCacheServer cache =
                BinaryCacheServer.publish(sandbox, "nixpkgs#cowsay", "nixpkgs#closure-top", "nixpkgs#show")) {
            sandbox.configure(cache.settings());
            sandbox.build("nixpkgs#no-shebang");
            Set<Path> before = sandbox.validPaths();
            try (NixClient nix = SandboxedClient.of(sandbox)) {
                NixSession session = nix.openSession();
                for (String built : BUILT) {
                    session.run(built).execute();
                }
                assertThat(session.run("cowsay").args("hi").text()).contains("< hi >");
                assertThat(session.run("closure-top").execute().exitCode()).isZero();
                session.run("show").execute();
                assertThat(session.shell("cat", "hello").command("hello").text())
                        .isEqualTo("Hello, world!");
                Set<Path> during = sandbox.validPaths();
                SessionReceipt open = session.receipt();
                assertThat(paths(open.added())).isEqualTo(without(during, before));
                assertThat(open.runs()).hasSize(10);
                assertThat(open.downloaded()).hasSize(5);
                session.close();
                SessionReceipt receipt = session.receipt();
                assertThat(sandbox.validPaths()).isEqualTo(before);
                assertThat(receipt.deleted()).isEqualTo(receipt.added()).isEqualTo(open.added());
                assertThat(receipt.freed()).isEqualTo(open.addedOnDisk()).isEqualTo(receipt.addedOnDisk());
                assertThat(receipt.runs().get(3).command()).contains("exit-with");
            }
        }
    }

    @Test
    void presentPathsStay() {
        sandbox.nix("run", "nixpkgs#hello").requireSuccess();
        Set<Path> before = sandbox.validPaths();
        try (NixSession session = nix.openSession()) {
            session.run("hello").execute();
            assertThat(session.receipt().added()).isEmpty();
        }
        assertThat(sandbox.validPaths()).isEqualTo(before);
    }

    @Test
    void pathsAddedByAnotherProcessStay() {
        Set<Path> foreign;
        try (NixSession session = nix.openSession()) {
            session.run("hello").execute();
            Set<Path> earlier = sandbox.validPaths();
            // closure-top needs both of the others
            sandbox.nix("build", "--no-link", "nixpkgs#closure-middle").requireSuccess();
            foreign = without(sandbox.validPaths(), earlier);
            session.run("closure-top").execute();
            session.run("cowsay").execute();
        }
        // and the paths of the session that it needs; no path needs the source of the flake
        assertThat(sandbox.validPaths()).containsAll(foreign);
        assertThat(names(without(sandbox.validPaths(), foreign))).noneMatch(name -> name.endsWith("closure-top"));
        assertThat(names(sandbox.validPaths())).noneMatch(name -> name.endsWith("-hello"));
        assertThat(sandbox.nix("path-info", "nixpkgs#closure-middle").exitCode())
                .isZero();
    }

    @Test
    void pathsNeededByAnotherProcessStay() {
        NixSession session = nix.openSession();
        session.prefetch("closure-middle").execute();
        sandbox.nix("build", "--out-link", sandbox.root().resolve("result").toString(), "nixpkgs#closure-top")
                .requireSuccess();
        Set<Path> there = sandbox.validPaths();
        session.run("hello").execute();
        session.close();
        // nothing needs the source any more
        assertThat(without(there, sandbox.validPaths()))
                .allMatch(path -> path.toString().endsWith("-source"));
        assertThat(names(sandbox.validPaths())).noneMatch(name -> name.contains("hello"));
        assertThat(session.receipt().deleted()).isNotEqualTo(session.receipt().added());
    }

    @Test
    void theLastOfTwoSessionsDeletesWhatBothNeeded() {
        try (NixClient other = SandboxedClient.of(sandbox)) {
            Set<Path> before = new HashSet<>(sandbox.validPaths());
            NixSession first = nix.openSession();
            first.run("closure-top").execute();
            first.run("cowsay").execute();
            NixSession second = other.openSession();
            Path program = second.run("closure-top").execute().program();
            first.close();
            assertThat(program).exists();
            assertThat(names(sandbox.validPaths())).noneMatch(name -> name.contains("cowsay"));
            assertThat(second.run("closure-top").execute().exitCode()).isZero();
            second.close();
            assertThat(sandbox.validPaths()).isEqualTo(before);
        }
    }

    @Test
    void closingStopsWhatRuns() {
        Set<Path> before = sandbox.validPaths();
        NixSession session = nix.openSession();
        RunningProgram sleeper = session.run("sleeper").start();
        assertThat(session.receipt().runs().get(0).termination()).isEmpty();
        session.close();
        assertThat(sleeper.isRunning()).isFalse();
        assertThat(session.receipt().runs().get(0).termination()).containsInstanceOf(Termination.Cancelled.class);
        assertThat(sandbox.validPaths()).isEqualTo(before);
    }

    @Test
    void theErrorOfAClosedSessionNamesTheSession() {
        NixSession session = nix.openSession();
        RunCommand hello = session.run("hello");
        session.close();

        List<ThrowingCallable> verbs = List.of(
                hello::execute,
                hello::start,
                hello::startDetached,
                hello::plan,
                () -> Pipeline.of(hello).pipe(session.run("cat")).execute(),
                () -> session.search("cow").execute(),
                () -> session.pathInfo("hello").executeAsync());
        assertThat(verbs)
                .allSatisfy(verb -> assertThatThrownBy(verb)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("the session has been closed"));
    }

    @Test
    void aConsumerOfItsOwnProgramCannotCloseIt() {
        Set<Path> before = sandbox.validPaths();
        NixSession session = nix.openSession();
        RunCommand closing = session.run("sleeper").onStdout(line -> session.close());

        assertThatThrownBy(closing::execute)
                .isInstanceOf(OutputConsumerException.class)
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("onStdout");

        assertThat(session.run("hello").text()).isEqualTo("Hello, world!");
        session.close();
        assertThat(sandbox.validPaths()).isEqualTo(before);
    }

    @Test
    void aPipelineCountsStageByStageAndLeavesWithTheSession() {
        Set<Path> before = sandbox.validPaths();
        NixSession session = nix.openSession();
        Pipeline pipeline = Pipeline.of(session.run("hello")).pipe(session.run("count-stdin"));
        assertThat(pipeline.text().strip()).isEqualTo("14");

        SessionReceipt open = session.receipt();
        assertThat(open.runs())
                .extracting(SessionRun::command)
                .satisfiesExactly(
                        hello -> assertThat(hello).contains("nixpkgs#hello"),
                        counter -> assertThat(counter).contains("nixpkgs#count-stdin"));
        assertThat(open.runs()).allMatch(run -> run.termination().equals(Optional.of(new Termination.Exited(0))));
        assertThat(names(paths(open.added())))
                .anyMatch(name -> name.endsWith("-hello-1.0"))
                .anyMatch(name -> name.endsWith("-count-stdin-1.0"));

        RunningPipeline endless = Pipeline.of(session.run("sleeper"))
                .pipe(session.run("count-stdin"))
                .start();
        session.close();
        assertThat(endless.result()).isDone();
        assertThat(session.receipt().runs())
                .hasSize(4)
                .noneMatch(run -> run.termination().isEmpty());
        assertThat(sandbox.validPaths()).isEqualTo(before);
    }

    @Test
    void aDetachedProgramCountsAndEndsWithTheSession() {
        Set<Path> before = sandbox.validPaths();
        NixSession session = nix.openSession();
        DetachedProgram sleeper = session.run("sleeper").startDetached();
        assertThat(session.receipt().runs()).singleElement().satisfies(run -> {
            assertThat(run.command()).contains("nixpkgs#sleeper");
            assertThat(run.termination()).isEmpty();
        });

        session.close();

        assertThat(sleeper.isRunning()).isFalse();
        assertThat(session.receipt().runs().get(0).termination()).isPresent();
        assertThat(sandbox.validPaths()).isEqualTo(before);
    }

    @Test
    void aPrefetchLeavesWithTheSession() {
        try (BinaryCacheServer cache = BinaryCacheServer.publish(sandbox, "nixpkgs#closure-top")) {
            sandbox.configure(cache.settings());
            try (NixClient nix = SandboxedClient.of(sandbox)) {
                Set<Path> before = sandbox.validPaths();
                NixSession session = nix.openSession();
                session.prefetch("closure-top", "hello").execute();
                SessionReceipt open = session.receipt();
                assertThat(open.downloaded()).hasSize(3);
                assertThat(open.built()).hasSize(1);
                assertThat(open.runs()).isEmpty();
                assertThat(paths(open.added())).isEqualTo(without(sandbox.validPaths(), before));

                session.close();

                assertThat(session.receipt().deleted()).isEqualTo(open.added());
                assertThat(sandbox.validPaths()).isEqualTo(before);
            }
        }
    }

    @Test
    void aProgramWhoseConsumerThrewHasEnded() {
        try (NixSession session = nix.openSession()) {
            RunCommand endless = session.run("endless").onStdout(line -> {
                throw new IllegalArgumentException(line);
            });
            assertThatThrownBy(endless::execute).isInstanceOf(OutputConsumerException.class);
            SessionRun run = session.receipt().runs().get(0);
            assertThat(run.termination()).isPresent();
            assertThat(session.receipt().runs()).containsExactly(run);
        }
    }

    @Test
    void closingTheClientClosesItsSessions() {
        Set<Path> before = sandbox.validPaths();
        NixClient nix = SandboxedClient.of(sandbox);
        NixSession session = nix.openSession();
        session.run("hello").execute();
        nix.close();
        assertThat(sandbox.validPaths()).isEqualTo(before);
        assertThat(session.receipt().deleted()).isNotEmpty();
    }

    @Test
    void keptPathsStay() {
        Pin pin;
        try (NixSession session = nix.openSession()) {
            session.run("cowsay").execute();
            session.run("hello").execute();
            Pin earlier = session.keep("hello");
            pin = session.keep("hello");
            assertThat(pin.name()).isEqualTo(earlier.name());
            assertThat(session.receipt().kept()).containsExactly("hello");
        }
        assertThat(names(sandbox.validPaths())).noneMatch(name -> name.contains("cowsay"));
        assertThat(nix.listPins().execute()).extracting(Pin::name).containsExactly("hello");
        assertThat(paths(pin.storePaths())).allMatch(path -> path.toFile().exists());
    }

    @Test
    void aFailedBuildLeavesNothingBehind() {
        Set<Path> before = sandbox.validPaths();
        try (NixSession session = nix.openSession()) {
            assertThatThrownBy(() -> session.run("build-fails").execute()).isInstanceOf(Exception.class);
            assertThat(sandbox.validPaths()).isNotEqualTo(before);
        }
        assertThat(sandbox.validPaths()).isEqualTo(before);
    }

    @Test
    void queriesLeaveNothingBehind() {
        Set<Path> before = sandbox.validPaths();
        try (NixSession session = nix.openSession()) {
            session.pathInfo("hello").execute();
            session.run("cowsay").plan();
        }
        assertThat(sandbox.validPaths()).isEqualTo(before);
    }

    @Test
    void aSearchLeavesNothingBehind() {
        Set<Path> before = sandbox.validPaths();
        try (NixSession session = nix.openSession()) {
            assertThat(session.search("cow").execute()).isNotEmpty();
        }
        assertThat(sandbox.validPaths()).isEqualTo(before);
    }

    @Test
    void aRunBeyondALimitIsRefusedBeforeItStarts() {
        try (BinaryCacheServer cache = BinaryCacheServer.publish(sandbox, "nixpkgs#closure-top")) {
            sandbox.configure(cache.settings());
            try (NixClient nix = SandboxedClient.of(sandbox)) {
                refused(
                        nix,
                        SessionLimits.NONE.maxDownload(ByteSize.of(100_000)),
                        SessionLimitException.Limit.DOWNLOAD);
                refused(nix, SessionLimits.NONE.maxClosure(ByteSize.of(100_000)), SessionLimitException.Limit.CLOSURE);
                assertThat(cache.archiveRequests()).isZero();
            }
        }
    }

    private static void refused(NixClient nix, SessionLimits limits, SessionLimitException.Limit limit) {
        try (NixSession session = nix.openSession(limits)) {
            SessionLimitException e = catchThrowableOfType(
                    SessionLimitException.class,
                    () -> session.run("closure-top").execute());
            assertThat(e.limit()).isEqualTo(limit);
            assertThat(e.allowed()).isEqualTo(ByteSize.of(100_000));
            assertThat(e.needed()).isGreaterThan(ByteSize.of(110_000));
            assertThat(e).hasMessageContaining("97.7 KiB").hasMessageContaining("closure-top");
            assertThat(session.receipt().runs()).isEmpty();
        }
    }

    @Test
    void aBuildCountsBeforeTheProgramStarts() {
        try (NixSession session = nix.openSession(SessionLimits.NONE.maxClosure(ByteSize.of(100_000)))) {
            session.run("hello").execute();
            assertThatThrownBy(() -> session.run("closure-top").execute()).isInstanceOf(SessionLimitException.class);
            assertThat(session.receipt().runs()).hasSize(1);
        }
    }

    @Test
    void nothingIsStartedAfterTheTime() throws InterruptedException {
        // so that the time is the program's
        sandbox.settled();
        nix.prefetch("sleeper").execute();
        Termination first = Waits.withEnoughTime(Duration.ofSeconds(2), limit -> {
            try (NixSession session = nix.openSession(SessionLimits.NONE.timeout(limit))) {
                Termination ended = session.run("sleeper").execute().termination();
                assertThatThrownBy(() -> session.run("sleeper").execute()).isInstanceOf(TimedOutException.class);
                return ended;
            }
        });

        assertThat(first).isInstanceOf(Termination.TimedOut.class);
    }

    private static Set<Path> without(Set<Path> paths, Set<Path> others) {
        Set<Path> rest = new TreeSet<>(paths);
        rest.removeAll(others);
        return rest;
    }

    private static Set<Path> paths(List<StorePath> paths) {
        Set<Path> all = new TreeSet<>();
        paths.forEach(path -> all.add(path.path()));
        return all;
    }

    private static List<String> names(Set<Path> paths) {
        return paths.stream().map(path -> path.getFileName().toString()).toList();
    }
}
