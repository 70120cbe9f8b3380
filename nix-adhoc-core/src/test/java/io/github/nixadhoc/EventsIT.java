package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.BuildFailedException;
import io.github.nixadhoc.event.NixEvent;
import io.github.nixadhoc.event.RecordedEvents;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.result.RunResult;
import io.github.nixadhoc.testkit.BinaryCacheServer;
import io.github.nixadhoc.testkit.CacheBehaviour;
import io.github.nixadhoc.testkit.NixDaemon;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.Ran;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.Waits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Events that a listener receives with a real Nix. */
class EventsIT {

    private final RecordedEvents events = new RecordedEvents();

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    private final NixClient nix =
            sandbox.closing(SandboxedClient.builder(sandbox).listener(events).build());

    @Test
    void aBuildIsReportedWithItsPhasesAndItsLog() {
        nix.run("phases").execute();

        assertThat(events.all().stream().map(EventsIT::shown).toList())
                .containsSubsequence(
                        "CommandStarted",
                        "resolve",
                        "review",
                        "realise",
                        "building phases-1.0",
                        "phases-1.0: unpackPhase",
                        "phases-1.0> in unpackPhase",
                        "phases-1.0: buildPhase",
                        "phases-1.0> in buildPhase",
                        "phases-1.0: installPhase",
                        "phases-1.0> in installPhase",
                        "built phases-1.0",
                        "execute",
                        "ProgramStarted",
                        "ProgramEnded",
                        "CommandEnded");
        NixEvent.Totals totals = last(NixEvent.Totals.class);
        assertThat(totals.builds()).isEqualTo(1);
        assertThat(totals.expectedBuilds()).isEqualTo(1);
    }

    @Test
    void allEventsOfARunComeFromOneThread() {
        nix.run("phases").execute();

        assertThat(events.threads()).hasSize(1).allMatch(Thread::isDaemon);
        assertThat(events.all().stream().map(NixEvent::run).distinct().toList()).hasSize(1);
        assertThat(events.all().get(0).run().command()).contains("run nixpkgs#phases");
    }

    @Test
    void aWarmRunIsReportedWithoutWorkOfNix() {
        nix.run("hello").execute();
        int cold = events.all().size();

        nix.run("hello").execute();

        assertThat(events.all().subList(cold, events.all().size()).stream()
                        .map(EventsIT::shown)
                        .filter(shown -> !shown.isEmpty()))
                .containsExactly(
                        "CommandStarted",
                        "resolve",
                        "review",
                        "realise",
                        "execute",
                        "ProgramStarted",
                        "ProgramEnded",
                        "CommandEnded");
    }

    @Test
    void aSlowDownloadGrowsToItsExpectedSizeInAtMostTenEventsASecond() {
        try (BinaryCacheServer cache = BinaryCacheServer.publish(sandbox, "nixpkgs#big")) {
            sandbox.configure(cache.settings());
            cache.behave(CacheBehaviour.slow(20_000_000));

            nix.run("big").execute();
        }

        NixEvent.DownloadStarted started = last(NixEvent.DownloadStarted.class);
        assertThat(started.name()).isEqualTo("big-1.0");
        assertThat(started.storePath()).isPresent();
        List<NixEvent.DownloadProgress> progress = events.of(NixEvent.DownloadProgress.class);
        assertThat(progress).hasSizeGreaterThan(4).allMatch(one -> one.activity() == started.activity());
        assertThat(progress).extracting(NixEvent.DownloadProgress::done).isSorted();
        NixEvent.DownloadEnded ended = last(NixEvent.DownloadEnded.class);
        assertThat(ended.done()).isEqualTo(ended.expected()).isGreaterThan(ByteSize.of(30_000_000));
        assertThat(progress.size()).isLessThanOrEqualTo(most(ended.duration()));
        List<NixEvent.Totals> totals = events.of(NixEvent.Totals.class);
        assertThat(totals).extracting(NixEvent.Totals::downloaded).isSorted();
        assertThat(totals).extracting(NixEvent.Totals::expected).isSorted();
        assertThat(last(NixEvent.Totals.class).downloaded())
                .isEqualTo(ended.expected())
                .isEqualTo(last(NixEvent.Totals.class).expected());
        assertThat(last(NixEvent.Totals.class).downloads()).isEqualTo(1);
        assertThat(last(NixEvent.Totals.class).expectedDownloads()).isEqualTo(1);
    }

    @Test
    void severalDownloadsAddUpToTheByte() {
        try (BinaryCacheServer cache = BinaryCacheServer.publish(sandbox, "nixpkgs#closure-top")) {
            sandbox.configure(cache.settings());

            nix.run("closure-top").execute();
        }

        assertThat(events.of(NixEvent.DownloadEnded.class))
                .extracting(NixEvent.DownloadEnded::name)
                .containsExactlyInAnyOrder("closure-top-1.0", "closure-middle-1.0", "closure-leaf-1.0");
        NixEvent.Totals totals = last(NixEvent.Totals.class);
        assertThat(totals.downloads()).isEqualTo(3).isEqualTo(totals.expectedDownloads());
        assertThat(totals.downloaded()).isEqualTo(totals.expected());
        assertThat(totals.downloaded())
                .isEqualTo(nix.pathInfo("closure-top").execute().totalSize());
    }

    @Test
    void aDownloadThroughTheDaemonIsReported() {
        try (BinaryCacheServer cache = BinaryCacheServer.publish(sandbox, "nixpkgs#closure-top")) {
            sandbox.configure(cache.settings());
            try (NixDaemon daemon = NixDaemon.start(sandbox);
                    NixClient client = SandboxedClient.builder(sandbox, daemon.environment())
                            .listener(events)
                            .build()) {
                client.run("closure-top").execute();
            }
        }

        assertThat(events.of(NixEvent.DownloadEnded.class)).hasSize(3);
        assertThat(last(NixEvent.Totals.class).downloaded())
                .isEqualTo(last(NixEvent.Totals.class).expected());
    }

    @Test
    void eventsForgedByABuilderAreIgnored() {
        RunResult result = nix.run("forger").execute();

        assertThat(result.stdout()).isEqualTo("forger\n");
        assertThat(events.of(NixEvent.BuildStarted.class))
                .extracting(NixEvent.BuildStarted::name)
                .containsExactly("forger-1.0");
        assertThat(events.of(NixEvent.BuildEnded.class)).hasSize(1);
        assertThat(events.of(NixEvent.BuildLogLine.class))
                .extracting(NixEvent.BuildLogLine::line)
                .contains("the end");
        assertThat(last(NixEvent.Totals.class).downloaded()).isEqualTo(ByteSize.ZERO);
    }

    @Test
    void eventsForgedByAProgramAreIgnored() {
        String forged = "@nix {\"action\":\"start\",\"id\":1,\"type\":105,\"fields\":[\"/evil.drv\"]}";
        nix.run("hello").execute();
        int before = events.of(NixEvent.BuildStarted.class).size();

        nix.shell("hello").script("echo '" + forged + "' >&2").execute();

        assertThat(events.of(NixEvent.BuildStarted.class)).hasSize(before);
    }

    @Test
    void aFailureEndsPhaseAndCommand() {
        assertThatThrownBy(() -> nix.run("build-fails").execute()).isInstanceOf(BuildFailedException.class);

        assertThat(last(NixEvent.PhaseEnded.class))
                .matches(ended -> ended.phase() == Phase.REALISE)
                .matches(NixEvent.PhaseEnded::failed);
        assertThat(events.all().get(events.all().size() - 1))
                .isInstanceOfSatisfying(
                        NixEvent.CommandEnded.class,
                        ended -> assertThat(ended.failed()).isTrue());
    }

    @Test
    void runsOfSeveralThreadsAreDistinguished() {
        // several Nixes that make a new store at once disturb each other
        Ran unused = sandbox.nix("store", "ping");
        List<CompletableFuture<RunResult>> futures = new ArrayList<>();
        for (String name : List.of("hello", "phases", "cowsay", "closure-top")) {
            futures.add(nix.run(name).executeAsync());
        }
        futures.forEach(CompletableFuture::join);

        Set<Long> runs = events.all().stream().map(event -> event.run().id()).collect(Collectors.toSet());
        assertThat(runs).hasSize(4);
        assertThat(events.threads()).hasSize(4);
        for (long run : runs) {
            List<NixEvent> own = events.all().stream()
                    .filter(event -> event.run().id() == run)
                    .toList();
            assertThat(own.get(0)).isInstanceOf(NixEvent.CommandStarted.class);
            assertThat(own.get(own.size() - 1)).isInstanceOf(NixEvent.CommandEnded.class);
        }
    }

    @Test
    void eachLineOfALongLogIsReportedOrCounted() {
        nix.run("noisy-build").timeout(Duration.ofSeconds(60)).execute();

        NixEvent.CommandEnded ended = last(NixEvent.CommandEnded.class);
        long lines = events.of(NixEvent.BuildLogLine.class).size();
        assertThat(lines).isGreaterThan(10_000);
        assertThat(lines + ended.dropped()).isGreaterThanOrEqualTo(30_000_000 / 47);
    }

    @Test
    void anExceptionOfAListenerStopsNothing() {
        try (NixClient client = SandboxedClient.builder(sandbox)
                .listener(event -> {
                    throw new IllegalStateException("a listener");
                })
                .listener(events)
                .build()) {
            assertThat(client.run("phases").text()).isEqualTo("phases");
        }

        assertThat(events.of(NixEvent.BuildLogLine.class)).hasSize(3);
    }

    @Test
    void aSlowListenerDelaysNobody() {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger wokenUp = new AtomicInteger();
        try (NixClient client = SandboxedClient.builder(sandbox)
                .listener(event -> {
                    Waits.stickAt(never);
                    wokenUp.incrementAndGet();
                })
                .build()) {
            client.run("hello").execute();

            assertThat(client.run("hello").text()).isEqualTo("Hello, world!");

            assertThat(wokenUp).hasValue(0);
        }
    }

    @Test
    void anOperationIsReportedWithThePhasesOfItsCalls() {
        nix.pin("phases").as("kept").execute();

        assertThat(events.all().stream().map(EventsIT::shown).toList())
                .containsSubsequence("CommandStarted", "resolve", "realise", "building phases-1.0", "CommandEnded");
    }

    @Test
    void aPlanIsReported() {
        var unused = nix.run("hello").plan();

        assertThat(events.all().stream().map(EventsIT::shown).toList())
                .containsSubsequence("CommandStarted", "resolve", "CommandEnded");
    }

    private <E extends NixEvent> E last(Class<E> type) {
        List<E> all = events.of(type);
        assertThat(all).as(type.getSimpleName()).isNotEmpty();
        return all.get(all.size() - 1);
    }

    /** Returns the largest number of events in a time: the first one comes at once, and the last one once more. */
    private static int most(Duration duration) {
        return (int) (duration.toMillis() / 100) + 2;
    }

    private static String shown(NixEvent event) {
        if (event instanceof NixEvent.PhaseStarted started) {
            return started.phase().toString();
        } else if (event instanceof NixEvent.BuildStarted started) {
            return "building " + started.name();
        } else if (event instanceof NixEvent.BuildPhase phase) {
            return phase.name() + ": " + phase.phase();
        } else if (event instanceof NixEvent.BuildLogLine line) {
            return line.name() + "> " + line.line();
        } else if (event instanceof NixEvent.BuildEnded ended) {
            return "built " + ended.name();
        } else if (event instanceof NixEvent.PhaseEnded) {
            return "";
        }
        return event.getClass().getSimpleName();
    }
}
