package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.nixadhoc.error.FetchFailedException;
import io.github.nixadhoc.event.NixEvent;
import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.commons.CommonsExecExecutor;
import io.github.nixadhoc.result.Plan;
import io.github.nixadhoc.result.RunResult;
import io.github.nixadhoc.testkit.BinaryCacheServer;
import io.github.nixadhoc.testkit.CacheBehaviour;
import io.github.nixadhoc.testkit.NixCalls;
import io.github.nixadhoc.testkit.NixDaemon;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs over connections to the store, and the same runs by processes of Nix alone. */
class ConnectedStoreIT {

    private static final String DAEMON = "nix-daemon --stdio";

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create("download-attempts = 1", "connect-timeout = 5");

    private final BinaryCacheServer cache = sandbox.closing(BinaryCacheServer.publish(sandbox, "nixpkgs#closure-top"));
    private final NixCalls calls = new NixCalls();
    private final List<NixEvent> events = new CopyOnWriteArrayList<>();

    @BeforeEach
    void useTheCache() {
        sandbox.configure(cache.settings());
    }

    @Test
    void aDownloadTakesOneChildInPlaceOfTwoProcesses() {
        RunResult result = runConnected();

        assertThat(result.exitCode()).isZero();
        assertThat(cache.archiveRequests()).isEqualTo(3);
        assertThat(calls.all(DAEMON)).hasSize(1);
        assertThat(calls.all("--realise")).isEmpty();
        assertThat(calls.all("path-info")).isEmpty();
        assertThat(sandbox.processes().running()).isEmpty();
    }

    @Test
    void aDownloadThroughADaemonTakesNoProcess() {
        try (NixDaemon daemon = NixDaemon.start(sandbox);
                NixClient nix = SandboxedClient.builder(sandbox, daemon.environment())
                        .executor(calls)
                        .build()) {
            RunResult result = nix.run("closure-top").execute();

            assertThat(result.exitCode()).isZero();
            assertThat(cache.archiveRequests()).isEqualTo(3);
            assertThat(calls.all(DAEMON)).isEmpty();
            assertThat(calls.all("--realise")).isEmpty();
            assertThat(calls.all("path-info")).isEmpty();
        }
    }

    @Test
    void bothWaysHaveTheSameResultAndTellTheSameEvents() {
        RunResult connected = runConnected();
        Set<String> told = told();
        sandbox.emptyStore();
        events.clear();

        RunResult byProcesses = runByProcesses();

        assertThat(connected.storePaths()).isEqualTo(byProcesses.storePaths());
        assertThat(connected.closureSize()).isEqualTo(byProcesses.closureSize());
        assertThat(connected.stdout()).isEqualTo(byProcesses.stdout());
        assertThat(told).isEqualTo(told());
    }

    @Test
    void bothWaysPlanTheSame() {
        Plan connected;
        try (NixClient nix = connected()) {
            connected = nix.run("closure-top").plan();
        }
        assertThat(calls.all("--dry-run")).isEmpty();
        try (NixClient nix = byProcesses()) {
            Plan byProcesses = nix.run("closure-top").plan();

            assertThat(calls.all("--dry-run")).hasSize(1);
            assertThat(connected.transfer().toFetch())
                    .containsExactlyInAnyOrderElementsOf(byProcesses.transfer().toFetch())
                    .isNotEmpty();
            assertThat(connected.transfer().toBuild()).isEmpty();
        }
    }

    @Test
    void aBuildIsDoneByAProcess() {
        try (NixClient nix = connected()) {
            assertThat(nix.run("hello").execute().exitCode()).isZero();
        }
        assertThat(calls.all("--realise")).hasSize(1);
        assertThat(calls.all("path-info")).isEmpty();
    }

    @Test
    void aFailedDownloadIsToldByAProcessAsBefore() {
        cache.behave(CacheBehaviour.broken());

        FetchFailedException connected = catchThrowableOfType(FetchFailedException.class, this::runConnected);
        FetchFailedException byProcesses = catchThrowableOfType(FetchFailedException.class, this::runByProcesses);

        assertThat(connected.shortMessage()).isEqualTo(byProcesses.shortMessage());
        assertThat(connected.command()).isEqualTo(byProcesses.command());
        assertThat(connected.hint()).isEqualTo(byProcesses.hint());
        assertThat(sandbox.processes().running()).isEmpty();
    }

    @Test
    void anExecutorThatCannotStartTheDaemonHasProcessesDoTheWork() {
        CommandExecutor executor = CommonsExecExecutor.create();
        try (NixClient nix = SandboxedClient.builder(sandbox)
                .executor(spec -> {
                    if (spec.command().get(0).endsWith("nix-daemon")) {
                        return executor.start(ProcessSpec.of("false").withStdin(spec.stdin()));
                    }
                    return calls.start(spec);
                })
                .build()) {
            assertThat(nix.run("closure-top").execute().exitCode()).isZero();
        }
        assertThat(calls.all("--realise")).hasSize(1);
        assertThat(calls.all("path-info")).hasSize(1);
    }

    @Test
    void manyRunsThroughADaemonKeepOneConnection() throws IOException {
        long none = sockets();
        try (NixDaemon daemon = NixDaemon.start(sandbox);
                NixClient nix = SandboxedClient.builder(sandbox, daemon.environment())
                        .executor(calls)
                        .build()) {
            nix.run("closure-top").execute();
            for (int i = 0; i < 5; i++) {
                Plan unused = nix.run("closure-top").refresh().plan();
            }
            assertThat(sockets()).isLessThanOrEqualTo(none + 1);
        }
        Waits.until(() -> sockets() <= none);
    }

    private RunResult runConnected() {
        try (NixClient nix = connected()) {
            return nix.run("closure-top").execute();
        }
    }

    private RunResult runByProcesses() {
        try (NixClient nix = byProcesses()) {
            return nix.run("closure-top").execute();
        }
    }

    private NixClient connected() {
        return SandboxedClient.builder(sandbox)
                .executor(calls)
                .listener(events::add)
                .build();
    }

    private NixClient byProcesses() {
        return SandboxedClient.builder(sandbox)
                .executor(calls)
                .listener(events::add)
                .processesOnly()
                .build();
    }

    private Set<String> told() {
        return events.stream()
                // a quick download may have no progress
                .filter(event -> !(event instanceof NixEvent.DownloadProgress))
                .map(event -> event.getClass().getSimpleName())
                .collect(Collectors.toSet());
    }

    /** The connections of this JVM to daemons: the test has no other sockets of that kind. */
    private static long sockets() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            Set<String> own = descriptors.map(ConnectedStoreIT::target).collect(Collectors.toSet());
            return Files.readAllLines(Path.of("/proc/net/unix")).stream()
                    .map(line -> line.strip().split("\\s+"))
                    .filter(words -> words.length >= 7 && own.contains("socket:[" + words[6] + "]"))
                    .count();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            // closed meanwhile
            return "";
        }
    }
}
