package io.github.nixadhoc.internal.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.exec.commons.CommonsExecExecutor;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.NixLogEvent;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.testkit.Background;
import io.github.nixadhoc.testkit.BinaryCacheServer;
import io.github.nixadhoc.testkit.NixDaemon;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.StoreInDirectory;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections to a real store, over the socket of a daemon and to child processes. */
class StoreConnectionsIT {

    private static final StorePath ABSENT_NAME = new StorePath("/nix/store/00000000000000000000000000000000-absent");

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    private final List<NixLogEvent> log = new CopyOnWriteArrayList<>();
    private final List<RunningProcess> children = new CopyOnWriteArrayList<>();

    /** The ways to a store. */
    enum Way {
        SOCKET,
        CHILD
    }

    @ParameterizedTest
    @EnumSource
    void theFactsAboutABuiltPathAreThoseOfNix(Way way) throws IOException {
        StorePath hello = built("nixpkgs#hello");
        try (Connected store = connected(way)) {
            PathFacts facts = store.connections().facts(hello, soon()).orElseThrow();

            assertThat(store.connections().isValid(hello, soon())).isTrue();
            assertThat(facts.references()).containsExactlyInAnyOrderElementsOf(query("--references", hello));
            assertThat(facts.narSize())
                    .isEqualTo(Long.parseLong(sandbox.tool("nix-store", "--query", "--size", hello.value())
                            .text()));
            assertThat(sandbox.tool("nix-store", "--query", "--hash", hello.value())
                            .text())
                    .startsWith("sha256:");
            assertThat(facts.narHash()).matches("[0-9a-f]{64}");
            assertThat(facts.ultimate()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAbsentPathIsNotValid(Way way) throws IOException {
        StorePath hello = built("nixpkgs#hello");
        StorePath absent = absent();
        try (Connected store = connected(way)) {
            assertThat(store.connections().isValid(absent, soon())).isFalse();
            assertThat(store.connections().facts(absent, soon())).isEmpty();
            assertThat(store.connections().valid(List.of(hello, absent), soon()))
                    .containsExactly(hello);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPathOfAnotherStoreIsAnErrorAfterWhichTheStoreCanBeAsked(Way way) throws IOException {
        StorePath hello = built("nixpkgs#hello");
        try (Connected store = connected(way)) {
            assertThatThrownBy(() -> store.connections().isValid(ABSENT_NAME, soon()))
                    .isInstanceOf(StoreErrorException.class)
                    .hasMessageContaining("is not in the Nix store");
            assertThat(store.connections().isValid(hello, soon())).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDerivationIsMissingUntilItIsBuilt(Way way) throws IOException {
        StorePath derivation = derivation("nixpkgs#hello");
        List<WantedPath> wanted = List.of(WantedPath.outputs(derivation, List.of("out")));
        try (Connected store = connected(way)) {
            assertThat(store.connections().missing(wanted, log::add, soon()).toBuild())
                    .contains(derivation);

            List<RealisedPath> results = store.connections().realise(wanted, log::add, soon());

            assertThat(results).hasSize(1).allMatch(RealisedPath::isSuccess);
            assertThat(results.get(0).wanted()).startsWith(derivation.value());
            assertThat(log)
                    .anyMatch(event -> event instanceof NixLogEvent.Start start
                            && start.type() == NixLogEvent.BUILD
                            && start.fields().text(0).equals(derivation.value()));
            assertThat(store.connections().missing(wanted, log::add, soon()).toBuild())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFailedBuildIsAResultWithItsReason(Way way) throws IOException {
        StorePath derivation = derivation("nixpkgs#build-fails");
        try (Connected store = connected(way)) {
            List<RealisedPath> results = store.connections()
                    .realise(List.of(WantedPath.outputs(derivation, List.of("*"))), log::add, soon());

            assertThat(results).hasSize(1).noneMatch(RealisedPath::isSuccess);
            assertThat(results.get(0).message()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPathOfACacheIsDownloadedWithItsProgress(Way way) throws IOException {
        StorePath hello = built("nixpkgs#hello");
        try (BinaryCacheServer cache = BinaryCacheServer.publish(sandbox, "nixpkgs#hello")) {
            sandbox.emptyStore();
            sandbox.configure(cache.settings());
            try (Connected store = connected(way)) {
                List<WantedPath> wanted = List.of(WantedPath.of(hello));
                // the cache of the test does not want to be asked for many paths
                assertThat(store.connections().substitutable(List.of(hello), soon()))
                        .isEmpty();
                assertThat(store.connections().substitutableFacts(List.of(hello), soon()))
                        .anyMatch(facts -> facts.path().equals(hello) && facts.narBytes() > 0);
                MissingPaths missing = store.connections().missing(wanted, log::add, soon());
                assertThat(missing.toFetch()).contains(hello);
                assertThat(missing.narBytes()).isPositive();

                assertThat(store.connections().realise(wanted, log::add, soon()))
                        .hasSize(1)
                        .allMatch(RealisedPath::isSuccess);

                assertThat(store.connections().isValid(hello, soon())).isTrue();
                assertThat(log)
                        .anyMatch(event ->
                                event instanceof NixLogEvent.Start start && start.type() == NixLogEvent.COPY_PATH);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTemporaryRootLastsUntilItIsClosed(Way way) throws IOException {
        StorePath hello = built("nixpkgs#hello");
        try (Connected store = connected(way)) {
            TemporaryRoots roots = store.connections().keep(List.of(hello), soon());
            store.connections().collect(GarbageAction.DELETE_DEAD, List.of(), Long.MAX_VALUE, log::add, soon());
            assertThat(store.connections().isValid(hello, soon())).isTrue();

            roots.close();

            Waits.until(() -> {
                store.connections().collect(GarbageAction.DELETE_DEAD, List.of(), Long.MAX_VALUE, log::add, soon());
                return !store.connections().isValid(hello, soon());
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void garbageIsFoundAndDeletedAndCounted(Way way) throws IOException {
        StorePath hello = built("nixpkgs#hello");
        try (Connected store = connected(way)) {
            assertThat(store.connections()
                            .collect(GarbageAction.RETURN_DEAD, List.of(), Long.MAX_VALUE, log::add, soon())
                            .paths())
                    .contains(hello.value());
            CollectedGarbage deleted = store.connections()
                    .collect(GarbageAction.DELETE_SPECIFIC, List.of(hello), Long.MAX_VALUE, log::add, soon());

            assertThat(deleted.paths()).contains(hello.value());
            assertThat(deleted.bytesFreed()).isPositive();
            assertThat(store.connections().isValid(hello, soon())).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRootIsListedWithItsLink(Way way) throws IOException {
        StorePath hello = built("nixpkgs#hello");
        Path link = sandbox.root().resolve("home/result");
        sandbox.tool("nix-store", "--realise", hello.value(), "--add-root", link.toString(), "--indirect")
                .requireSuccess();
        try (Connected store = connected(way)) {
            assertThat(store.connections().roots(soon())).contains(new StoreRoot(link.toString(), hello));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSoundStoreHasNoErrors(Way way) throws IOException {
        StorePath hello = built("nixpkgs#hello");
        try (Connected store = connected(way)) {
            assertThat(store.connections().verify(true, false, log::add, soon()))
                    .isFalse();
            store.connections().sign(hello, List.of("test:c2lnbmF0dXJl"), soon());
            assertThat(store.connections().facts(hello, soon()).orElseThrow().signatures())
                    .contains("test:c2lnbmF0dXJl");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBuildWhoseTimeIsUpIsStopped(Way way) throws IOException {
        StorePath derivation = derivation("nixpkgs#endless-build");
        try (Connected store = connected(way)) {
            List<WantedPath> wanted = List.of(WantedPath.outputs(derivation, List.of("*")));
            assertThatThrownBy(
                            () -> store.connections().realise(wanted, log::add, Deadline.after(Duration.ofSeconds(2))))
                    .isInstanceOf(CallTimedOutException.class);
        }
        sandbox.processes().awaitEndOfAll();
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptedBuildIsStopped(Way way) throws IOException {
        StorePath derivation = derivation("nixpkgs#endless-build");
        try (Connected store = connected(way)) {
            AtomicReference<Thread> caller = new AtomicReference<>();
            Background<Boolean> waiting = Background.call(() -> {
                caller.set(Thread.currentThread());
                assertThat(catchThrowable(() -> store.connections()
                                .realise(
                                        List.of(WantedPath.outputs(derivation, List.of("*"))),
                                        log::add,
                                        Deadline.never())))
                        .isInstanceOf(InterruptedIOException.class);
                return Thread.interrupted();
            });
            Waits.until(() -> log.stream()
                    .anyMatch(event -> event instanceof NixLogEvent.Start start && start.type() == NixLogEvent.BUILD));

            caller.get().interrupt();

            assertThat(waiting.result()).isTrue();
        }
        sandbox.processes().awaitEndOfAll();
    }

    @Test
    void aChildThatHasDiedIsStartedAgain() throws IOException {
        StorePath hello = built("nixpkgs#hello");
        try (Connected store = connected(Way.CHILD)) {
            assertThat(store.connections().isValid(hello, soon())).isTrue();
            ProcessHandle.of(children.get(0).pid()).ifPresent(ProcessHandle::destroyForcibly);

            assertThat(store.connections().isValid(hello, soon())).isTrue();
            assertThat(children).hasSize(2);
        }
    }

    @Test
    void aChildServesAStoreInADirectory() throws IOException {
        StoreInDirectory directory = StoreInDirectory.of(sandbox);
        StorePath file = directory.add("file", 1000);
        Map<String, String> environment = new HashMap<>(sandbox.environment());
        environment.keySet().removeAll(List.of("NIX_STORE_DIR", "NIX_STATE_DIR", "NIX_LOCALSTATE_DIR", "NIX_LOG_DIR"));
        List<String> options = List.of("--store", directory.directory().toString());
        try (StoreConnections store = StoreConnections.toChildren(executor(), child(environment, options))) {
            assertThat(store.facts(file, soon()).orElseThrow().narSize()).isGreaterThan(1000);
            assertThat(store.isValid(ABSENT_NAME, soon())).isFalse();
        }
        sandbox.processes().awaitEndOfAll();
    }

    @Test
    void settingsOfAConnectionCountForATrustedUser() throws IOException {
        StorePath hello = built("nixpkgs#hello");
        try (BinaryCacheServer cache = BinaryCacheServer.publish(sandbox, "nixpkgs#hello")) {
            sandbox.emptyStore();
            ConnectionOptions options = new ConnectionOptions(
                    false,
                    false,
                    false,
                    NixLogEvent.WARNING,
                    1,
                    0,
                    true,
                    0,
                    true,
                    Map.of("substituters", cache.uri().toString(), "trusted-public-keys", cache.publicKey()));
            try (NixDaemon daemon = NixDaemon.start(sandbox);
                    StoreConnections store = StoreConnections.toSocket(daemon.socket(), options)) {
                Waits.until(() -> greets(daemon.socket()));
                assertThat(store.missing(List.of(WantedPath.of(hello)), log::add, soon())
                                .toFetch())
                        .contains(hello);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void manyConnectionsLeaveNothingBehind(Way way) throws IOException {
        StorePath hello = built("nixpkgs#hello");
        try (Connected store = connected(way)) {
            assertThat(store.connections().isValid(hello, soon())).isTrue();
            long before = descriptors();
            for (int i = 0; i < 10; i++) {
                store.connections().ensure(hello, log::add, soon());
            }
            Waits.until(() -> descriptors() <= before);
        }
        sandbox.processes().awaitEndOfAll();
    }

    private Connected connected(Way way) {
        if (way == Way.CHILD) {
            return new Connected(
                    StoreConnections.toChildren(executor(), child(sandbox.environment(), List.of())), null);
        }
        NixDaemon daemon = NixDaemon.start(sandbox);
        // its socket is there a moment before it listens
        Waits.until(() -> greets(daemon.socket()));
        return new Connected(StoreConnections.toSocket(daemon.socket(), null), daemon);
    }

    private static boolean greets(Path socket) {
        try {
            StoreConnection.open(SocketTransport.to(socket), null, event -> {}, soon())
                    .close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private CommandExecutor executor() {
        CommandExecutor executor = CommonsExecExecutor.create();
        return spec -> {
            RunningProcess process = executor.start(spec);
            children.add(process);
            return process;
        };
    }

    private ProcessSpec child(Map<String, String> environment, List<String> options) {
        List<String> command =
                new ArrayList<>(List.of(sandbox.under().tool("nix-daemon").toString(), "--stdio"));
        command.addAll(options);
        return ProcessSpec.of(command)
                .withEnvironment(ProcessEnvironment.inherited().onTopOf(environment));
    }

    private StorePath built(String installable) {
        return StorePath.parse(sandbox.build(installable).get(0).toString());
    }

    private StorePath derivation(String installable) {
        return StorePath.parse(
                sandbox.nix("path-info", "--derivation", installable).text());
    }

    private StorePath absent() {
        return new StorePath(sandbox.storeDir() + "/00000000000000000000000000000000-absent");
    }

    private List<StorePath> query(String what, StorePath path) {
        return sandbox.tool("nix-store", "--query", what, path.value()).lines().stream()
                .map(StorePath::parse)
                .toList();
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.count();
        }
    }

    private static Deadline soon() {
        return Deadline.after(Waits.LIMIT);
    }

    /** Connections, and the daemon that they need. */
    private record Connected(
            StoreConnections connections, @Nullable NixDaemon daemon) implements AutoCloseable {

        @Override
        public void close() {
            connections.close();
            if (daemon != null) {
                daemon.close();
            }
        }
    }
}
