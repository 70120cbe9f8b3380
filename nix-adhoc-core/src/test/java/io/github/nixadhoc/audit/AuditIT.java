package io.github.nixadhoc.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import io.github.nixadhoc.CacheIT;
import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.NixCommand;
import io.github.nixadhoc.ProgramCommand;
import io.github.nixadhoc.RunCommand;
import io.github.nixadhoc.error.BuildFailedException;
import io.github.nixadhoc.error.HashMismatchException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.policy.CommandPolicy;
import io.github.nixadhoc.result.Pin;
import io.github.nixadhoc.result.RunResult;
import io.github.nixadhoc.testkit.Background;
import io.github.nixadhoc.testkit.GitRepository;
import io.github.nixadhoc.testkit.NixCalls;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests the flakes in a record, and the repetition of recorded commands. */
class AuditIT {

    @RegisterExtension
    private static final NixSandbox sandbox = NixSandbox.create();

    /** A folder of its own for each test, since answers are remembered by their flakes, and records by their writers. */
    private static int folders;

    private final NixCalls calls = new NixCalls();
    private Path file;
    private Path flake;
    private NixClient nix;

    @BeforeEach
    void openClient() throws IOException {
        file = sandbox.root().resolve("audit-" + folders + ".jsonl");
        flake = Files.createDirectory(sandbox.root().resolve("flake-" + folders++));
        Files.writeString(flake.resolve("flake.nix"), CacheIT.flake("one", ""));
        nix = SandboxedClient.builder(sandbox)
                .executor(calls)
                .audit(Audit.to(file).required())
                // a client without a policy replays no line
                .policy(CommandPolicy.allowAll())
                .build();
    }

    @AfterEach
    void close() {
        nix.close();
    }

    private Map<String, JsonValue> recordOf(String installable) throws IOException {
        return JsonValue.parse(lineOf(installable))
                .get("packages")
                .items()
                .get(0)
                .members();
    }

    private String lineOf(String installable) throws IOException {
        int before = Files.exists(file) ? Files.readAllLines(file).size() : 0;
        RunResult unused = nix.run(installable).execute().orThrow();
        assertThat(Audit.verify(file).problems()).isEmpty();
        return Files.readAllLines(file).get(before);
    }

    private void change(String text) throws IOException {
        Files.writeString(flake.resolve("flake.nix"), CacheIT.flake(text, ""));
    }

    /** Commits the flake, and returns the revision. */
    private String commit() {
        return GitRepository.in(sandbox, flake).commit();
    }

    private static void assertLocked(Map<String, JsonValue> record, String start) {
        assertThat(record.get("locked").text()).startsWith(start);
        assertThat(record.get("narHash").text()).startsWith("sha256-");
    }

    @Test
    void aNameOfTheRegistryIsRecordedAsTheSourceThatItLedTo() throws IOException {
        Map<String, JsonValue> record = recordOf("hello");

        assertLocked(record, sandbox.nixpkgs().reference() + "?");
        assertThat(record.get("locked").text()).contains("narHash=sha256-");
    }

    @Test
    void aWarmRunCallsNoNixAndIsRecordedTheSame() throws IOException {
        Map<String, JsonValue> cold = recordOf("hello");
        calls.clear();

        assertThat(recordOf("hello").toString()).isEqualTo(cold.toString());
        assertThat(calls.ofNix()).isEmpty();
    }

    /** Who has no audit need not know; who has one asks again, once. */
    @Test
    void aMissingLockedReferenceIsAskedForOnce() throws IOException {
        try (NixClient other = SandboxedClient.of(sandbox)) {
            RunResult unused = other.run("cowsay").execute().orThrow();
        }

        assertLocked(recordOf("cowsay"), "path:");
        calls.clear();
        assertLocked(recordOf("cowsay"), "path:");
        assertThat(calls.ofNix()).isEmpty();
    }

    @Test
    void aCommitIsRecordedByItsRevisionAndRunAgainAfterTheNextOne() throws Exception {
        commit();
        String line = lineOf(flake + "#");
        change("two");
        commit();

        assertThat(JsonValue.parse(line)
                        .get("packages")
                        .items()
                        .get(0)
                        .get("locked")
                        .text())
                .containsPattern("^git\\+file://.*[?&]rev=[0-9a-f]{40}");
        assertThat(nix.run(flake + "#").text()).isEqualTo("two");
        assertThat(nix.replay(line).text()).isEqualTo("one");
    }

    @Test
    void aRevisionThatWasAskedForIsRecorded() throws Exception {
        String revision = commit();

        assertThat(recordOf("git+file://" + flake + "?rev=" + revision + "#")
                        .get("locked")
                        .text())
                .contains(revision);
    }

    @Test
    void anUncommittedFlakeIsNotLockedAndIsRunAgainFromTheStore() throws Exception {
        commit();
        change("changed");
        String line = lineOf(flake + "#");
        JsonValue record = JsonValue.parse(line).get("packages").items().get(0);
        change("again");

        assertThat(record.get("locked").text()).isEmpty();
        assertThat(record.get("narHash").text()).startsWith("sha256-");
        assertThat(AuditedRun.parse(line).lacking()).anyMatch(lacking -> lacking.contains("locked reference"));
        assertThat(nix.replay(line).text()).isEqualTo("changed");
    }

    @Test
    void aFolderThatWasChangedIsRunAgainAsItWasOrNotAtAll() throws IOException {
        String line = lineOf("path:" + flake + "#");
        change("two");
        ProgramCommand<?> replay = nix.replay(line);

        try {
            assertThat(replay.text()).isEqualTo("one");
        } catch (NixException e) {
            assertThat(e).isInstanceOf(HashMismatchException.class);
        }
    }

    @Test
    void aFlakeWithUnlockedInputsIsNotRecordedAsLocked() throws Exception {
        Path input = sandbox.flake("input", "{ outputs = { self }: { }; }");
        Files.writeString(flake.resolve("flake.nix"), CacheIT.flake("one", "inputs.dep.url = \"path:" + input + "\";"));
        Map<String, JsonValue> record = recordOf("path:" + flake + "#");
        assertThat(record.get("locked").text()).isEmpty();
        assertThat(record.get("narHash").text()).startsWith("sha256-");

        assertThat(sandbox.nix("flake", "lock", "path:" + flake).exitCode()).isZero();

        assertLocked(recordOf("path:" + flake + "#"), "path:");
    }

    @Test
    void anArchiveIsRecordedByItsHash() throws Exception {
        Path archive = sandbox.root().resolve("flake.tar.gz");
        Process tar = new ProcessBuilder(
                        "tar",
                        "-czf",
                        archive.toString(),
                        "-C",
                        sandbox.root().toString(),
                        flake.getFileName().toString())
                .inheritIO()
                .start();
        assertThat(Waits.forExit(tar)).isZero();
        byte[] content = Files.readAllBytes(archive);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        });
        server.start();
        try {
            String place = "http://localhost:" + server.getAddress().getPort() + "/flake.tar.gz?token=s3cret";
            String line = lineOf(place + "#");

            assertThat(line).doesNotContain("s3cret").contains("narHash=sha256-");
            assertThat(nix.replay(line).toString()).doesNotContain("s3cret").contains("/store/");
            assertThat(nix.replay(line).text()).isEqualTo("one");
            for (NixCommand<?> command : List.of(
                    nix.run(place + "#missing"), nix.pin(place + "#missing").as("x"), nix.prefetch(place + "&x=1#p"))) {
                assertThatThrownBy(command::execute).message().doesNotContain("s3cret");
            }
        } finally {
            server.stop(0);
        }
    }

    @Test
    void allPackagesOfAShellAreLocked() throws IOException {
        RunResult first =
                nix.shell("hello", "path:" + flake + "#").command("mine").execute();
        String line = Files.readAllLines(file).get(0);

        assertThat(AuditedRun.parse(line).installables())
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.toString()).contains("narHash="));
        assertThat(nix.replay(line).execute().storePaths()).isEqualTo(first.storePaths());
    }

    @Test
    void aStorePathNeedsNoFlake() throws IOException {
        String path = nix.run("hello").execute().storePaths().get(0).value();

        AuditedRun run = AuditedRun.parse(lineOf(path));

        assertThat(run.installables()).containsExactly(Installable.parse(path));
        assertThat(run.lacking()).noneMatch(lacking -> lacking.contains("locked"));
    }

    @Test
    void aBuildThatFailsAndOneThatTakesTooLongAreRecordedAsNotStarted() throws IOException {
        assertThatThrownBy(() -> nix.run("build-fails").execute()).isInstanceOf(BuildFailedException.class);
        assertThatThrownBy(() ->
                        nix.run("slow-build").timeout(Duration.ofMillis(800)).execute())
                .isInstanceOf(TimedOutException.class);

        List<String> ends = Files.readAllLines(file).stream()
                .filter(line -> line.contains("\"event\":\"run\""))
                .map(line -> JsonValue.parse(line).get("failure").text())
                .toList();
        assertThat(ends).first().isEqualTo("BuildFailedException");
        assertThat(ends).allMatch(end -> end.equals("BuildFailedException") || end.equals("TimedOutException"));
    }

    @Test
    void aPinIsADecision() throws IOException {
        Pin unused = nix.pin("hello").as("tool").execute();

        JsonValue line = JsonValue.parse(Files.readAllLines(file).get(0));
        assertThat(line.get("kind").text()).isEqualTo("pin");
        assertThat(line.get("packages").items().get(0).get("narHash").text()).startsWith("sha256-");
    }

    @Test
    void aConsumerThatThrowsDoesNotHideThatTheProgramRan() throws IOException {
        RunCommand command = nix.run("hello").onStdout(line -> {
            throw new IllegalStateException("broken");
        });

        assertThatThrownBy(command::execute).isNotNull();
        assertThat(Files.readAllLines(file).get(1))
                .contains("\"termination\":\"Failed\"", "\"failure\":\"OutputConsumerException\"");
    }

    /** The record of its end is written by a thread that has been interrupted. */
    @Test
    void aProgramThatIsCancelledIsRecordedAsSuch() throws Exception {
        RunCommand command = nix.run("sleeper");
        Background<Throwable> runner = Background.call(() -> catchThrowable(command::execute));
        sandbox.processes().awaitStartOf("sleep 1000000");
        runner.interrupt();

        assertThat(runner.result()).isInstanceOf(NixException.class);
        assertThat(Audit.verify(file).problems()).isEmpty();
        assertThat(Files.readAllLines(file))
                .last()
                .asString()
                .containsPattern("\"termination\":\"(Cancelled|NotStarted)\"");
    }
}
