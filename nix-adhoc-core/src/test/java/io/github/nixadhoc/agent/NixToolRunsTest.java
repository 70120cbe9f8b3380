package io.github.nixadhoc.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.testing.RecordingExecutor;
import io.github.nixadhoc.testing.StubResult;
import io.github.nixadhoc.testkit.NixlessClient;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the life of the runs of a tool, without a Nix. */
class NixToolRunsTest {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private final RecordingExecutor executor = RecordingExecutor.create().answer("jq", StubResult.stdout("{}\n"));

    private final NixClient client = NixlessClient.builder(executor).build();

    @AfterEach
    void close() {
        client.close();
    }

    private static String id(ToolReply reply) {
        return reply.fields().get("id").toString();
    }

    @Test
    void anIdCannotBeGuessedFromOthers() {
        try (NixTool tool = NixTool.of(client)) {
            Set<String> ids = new HashSet<>();
            for (int i = 0; i < 16; i++) {
                ids.add(id(tool.call("nix_run", "{\"packages\":[\"jq\"]}")));
            }

            assertThat(ids).hasSize(16).allMatch(id -> id.matches("r[a-z0-9]{12}"));
            for (String guess : List.of(
                    "r1", "r2", "r16", "1", "r", "*", ids.iterator().next().toUpperCase(Locale.ROOT))) {
                assertThat(tool.call("nix_run", Map.of("id", guess)).text())
                        .contains("no run of this id")
                        .doesNotContain(ids);
            }
        }
    }

    @Test
    void anEndedRunCanBeReadAgain() {
        try (NixTool tool = NixTool.of(client)) {
            ToolReply reply = tool.call("nix_run", "{\"packages\":[\"jq\"]}");
            ToolReply page = tool.call("nix_run", "{\"id\":\"" + id(reply) + "\",\"offset\":0}");
            ToolReply polled = tool.call("nix_run", "{\"id\":\"" + id(reply) + "\"}");
            ToolReply stopped = tool.call("nix_run", "{\"id\":\"" + id(reply) + "\",\"stop\":true}");
            ToolReply pageAgain = tool.call("nix_run", "{\"id\":\"" + id(reply) + "\",\"offset\":1}");
            ToolReply stoppedAgain = tool.call("nix_run", "{\"id\":\"" + id(reply) + "\",\"stop\":true}");

            assertThat(reply.isError()).isFalse();
            assertThat(reply.text())
                    .startsWith("exited with code 0")
                    .containsPattern("--- stdout, 3 bytes\n<foreign-\\w+>\n\\{}\n</");
            assertThat(page.text()).contains(">\n{}\n</");
            assertThat(pageAgain.text()).contains(">\n}\n</");
            assertThat(List.of(reply, polled, stopped, stoppedAgain))
                    .extracting(ToolReply::status)
                    .containsOnly(ToolStatus.EXITED);
            assertThat(polled.text())
                    .contains("its stdout, 3 bytes, was shown before; again with {\"id\":\"" + id(reply)
                            + "\",\"offset\":0}");
        }
    }

    @Test
    void onlyTheLastSixteenThatHaveEndedAreRemembered() {
        try (NixTool tool = NixTool.of(client)) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 17; i++) {
                ToolReply reply = tool.call("nix_run", "{\"packages\":[\"jq\"]}");
                assertThat(reply.status()).isEqualTo(ToolStatus.EXITED);
                ids.add(id(reply));
            }

            assertThat(tool.call("nix_run", Map.of("id", ids.get(1))).status()).isEqualTo(ToolStatus.EXITED);
            assertThat(tool.call("nix_run", Map.of("id", ids.get(0))).text()).contains("the last 16 are remembered");
        }
    }

    /** A file of an output has no name, but the descriptor has. */
    @Test
    void onlyTheLastSixteenRunsKeepFilesUntilTheToolIsClosed() throws Exception {
        assumeTrue(Files.isDirectory(DESCRIPTORS), "descriptors can be counted on Linux only");
        executor.answer("much", StubResult.stdout("x".repeat(100_000)));
        long before = outputFiles();
        try (NixTool tool = NixTool.of(client)) {
            for (int i = 0; i < 20; i++) {
                assertThat(tool.call("nix_run", "{\"packages\":[\"much\"]}").status())
                        .isEqualTo(ToolStatus.EXITED);
            }

            assertThat(outputFiles()).isEqualTo(before + 16);
        }
        assertThat(outputFiles()).isEqualTo(before);
    }

    private static long outputFiles() throws IOException {
        long count = 0;
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : descriptors) {
                count += target(descriptor).contains("nix-adhoc-output-") ? 1 : 0;
            }
        }
        return count;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            // closed meanwhile
            return "";
        }
    }

    @Test
    void anOffsetBeyondTheEndIsReportedWithTheTrueSize() {
        try (NixTool tool = NixTool.of(client)) {
            ToolReply reply = tool.call("nix_run", "{\"packages\":[\"jq\"]}");
            assertThat(reply.status()).isEqualTo(ToolStatus.EXITED);

            ToolReply beyond = tool.call("nix_run", "{\"id\":\"" + id(reply) + "\",\"offset\":" + Long.MAX_VALUE + "}");
            ToolReply end = tool.call("nix_run", "{\"id\":\"" + id(reply) + "\",\"offset\":3}");

            assertThat(beyond.status()).isEqualTo(ToolStatus.INVALID);
            assertThat(beyond.text()).contains("stdout of " + id(reply) + " has 3 bytes");
            assertThat(end.text()).contains("[end]");
            assertThat(end.fields()).containsEntry("not_kept", 0L).containsEntry("total_bytes", 3L);
        }
    }

    @Test
    void aSignalIsNamed() {
        executor.answer("crash", StubResult.success().withTermination(new Termination.Signaled(11)));
        try (NixTool tool = NixTool.of(client)) {
            ToolReply reply = tool.call("nix_run", "{\"packages\":[\"crash\"]}");

            assertThat(reply.text()).startsWith("ended by SIGSEGV, exit code 139");
            assertThat(reply.fields()).containsEntry("signal", "SIGSEGV").containsEntry("exit_code", 139);
        }
    }

    @Test
    void moreCallsThanPlacesWaitForTheirTurn() throws Exception {
        executor.answer("slow", StubResult.stdout("done\n").withDelay(Duration.ofMillis(20)));
        ExecutorService callers = Executors.newFixedThreadPool(24);
        try (NixTool tool = NixTool.of(client)) {
            List<Callable<ToolReply>> calls =
                    Collections.nCopies(100, () -> tool.call("nix_run", "{\"packages\":[\"slow\"]}"));

            for (Future<ToolReply> reply : callers.invokeAll(calls)) {
                assertThat(reply.get().text()).contains("exited with code 0", "done");
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void ifNoPlaceBecomesFreeTheReplyNamesTheRunsToEnd() {
        executor.answer("sleep", StubResult.untilStopped());
        try (NixTool tool = NixTool.of(client)) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                ToolReply reply = tool.call("nix_run", "{\"packages\":[\"sleep\"],\"background\":true}");
                assertThat(reply.status()).isEqualTo(ToolStatus.RUNNING);
                ids.add(id(reply));
            }

            ToolReply background = tool.call("nix_run", "{\"packages\":[\"jq\"],\"background\":true}");
            ToolReply waited = tool.call("nix_run", "{\"packages\":[\"jq\"],\"timeout_seconds\":1}");

            assertThat(background.status()).isEqualTo(ToolStatus.INVALID);
            assertThat(waited.status()).isEqualTo(ToolStatus.TIMED_OUT);
            assertThat(List.of(background, waited))
                    .allSatisfy(reply -> assertThat(reply.text())
                            .contains("8 programs are at work already", "end one of yours", "nothing was run")
                            .doesNotContain(ids));
            assertThat(tool.call("nix_run", Map.of("id", ids.get(2), "stop", true))
                            .status())
                    .isEqualTo(ToolStatus.STOPPED);
            assertThat(tool.call("nix_run", "{\"packages\":[\"jq\"]}").status()).isEqualTo(ToolStatus.EXITED);
        }
    }

    @Test
    void theIdOfAWaitingCallIsUnique() throws Exception {
        executor.answer("sleep", StubResult.untilStopped());
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try (NixTool tool = NixTool.of(client)) {
            CountDownLatch beating = new CountDownLatch(8);
            for (int i = 0; i < 8; i++) {
                callers.execute(() -> {
                    AtomicBoolean beat = new AtomicBoolean();
                    ToolReply unused = tool.call("nix_run", Map.of("packages", List.of("sleep")), line -> {
                        if (beat.compareAndSet(false, true)) {
                            beating.countDown();
                        }
                    });
                });
            }
            Waits.forLatch(beating);

            assertThat(tool.call("nix_run", "{\"packages\":[\"jq\"],\"timeout_seconds\":1}")
                            .text())
                    .contains("try again later")
                    .doesNotContainPattern("\\br[a-z0-9]{12}\\b");
        } finally {
            callers.shutdownNow();
        }
    }
}
