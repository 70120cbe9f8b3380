package io.github.nixadhoc.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.testkit.Background;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.Waits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Closing the sandbox fails where a program still runs. */
class NixToolIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    private final NixClient client = sandbox.closing(client());

    @TempDir
    private Path folder;

    private NixTool tool;

    private NixClient client() {
        Map<String, String> environment = new HashMap<>(sandbox.environment());
        environment.put("AWS_SECRET_ACCESS_KEY", "hunter2");
        return SandboxedClient.builder(sandbox, environment)
                .policy(command ->
                        command.command().contains("--force") ? Decision.deny("not by force") : Decision.allow())
                .build();
    }

    @AfterEach
    void close() {
        if (tool != null) {
            tool.close();
        }
    }

    private NixToolBuilder builder() {
        return NixTool.builder(client).directory(folder);
    }

    private ToolReply run(String input) {
        return call("nix_run", input);
    }

    private ToolReply call(String name, String input) {
        tool = tool == null ? builder().build() : tool;
        return tool.call(name, input.replace('\'', '"'));
    }

    private static String id(ToolReply reply) {
        return reply.fields().get("id").toString();
    }

    @Test
    void aModelFindsPlansAndRunsSoftware() {
        ToolReply found = call("nix_search", "{'query':'cow pictures'}");
        ToolReply planned = call("nix_plan", "{'packages':['cowsay'],'args':['moo']}");
        ToolReply ran = run("{'packages':['cowsay'],'args':['moo']}");

        assertThat(found.text()).containsPattern("^<foreign-\\w+>\ncowsay \\(1.0\\): A program which generates");
        assertThat(planned.text()).contains("bin/cowsay moo").contains("nothing was run");
        assertThat(planned.fields()).containsEntry("in_store", false).containsEntry("to_build", 1);
        assertThat(ran.text())
                .contains("exited with code 0")
                .contains("< moo >")
                .contains("-cowsay-1.0");
        assertThat(ran.fields()).containsEntry("exit_code", 0).containsEntry("status", "exited");
        assertThat(ran.fields().get("store_paths").toString()).contains("-cowsay-1.0");
    }

    @Test
    void aSearchWithoutAFullMatchFindsPartialMatches() {
        assertThat(call("nix_search", "{'query':'cowsay [xyzzy'}").text())
                .startsWith("no package matches all words; these match one of them")
                .contains("cowsay");
    }

    @Test
    void aDenialIsReportedWithItsReason() {
        ToolReply reply = run("{'packages':['cowsay'],'args':['--force']}");

        assertThat(reply.status()).isEqualTo(ToolStatus.DENIED);
        assertThat(reply.text()).contains("not by force").contains("nothing was run");
        assertThat(call("nix_plan", "{'packages':['cowsay'],'args':['--force']}")
                        .text())
                .contains("the policy would deny it: not by force");
    }

    @Test
    void aNonZeroExitIsNoError() {
        ToolReply reply = run("{'packages':['exit-with'],'args':['3']}");

        assertThat(reply.isError()).isFalse();
        assertThat(reply.fields()).containsEntry("exit_code", 3);
    }

    @Test
    void aMisspeltPackageIsReportedWithTheRightName() {
        ToolReply reply = run("{'packages':['cowsya']}");

        assertThat(reply.status()).isEqualTo(ToolStatus.FAILED);
        assertThat(reply.text()).contains("did you mean cowsay");
        assertThat(reply.fields()).containsEntry("error", "package_not_found");
        assertThat(reply.fields().get("suggestions").toString()).contains("cowsay");
    }

    @Test
    void aProgramOfThisMachineIsNotAPackages() {
        ToolReply reply = run("{'packages':['hello'],'program':'ls'}");

        assertThat(reply.status()).isEqualTo(ToolStatus.FAILED);
        assertThat(reply.fields()).containsEntry("error", "no_main_program");
        assertThat(reply.text()).containsOnlyOnce("have hello").doesNotContain("there are");
    }

    @Test
    void aMissingProgramIsReportedWithThePackageThatHasIt() {
        ToolReply other = run("{'packages':['hello'],'program':'cowsay'}");
        ToolReply slip = run("{'packages':['hello'],'program':'helo'}");

        assertThat(other.text()).contains("if another package has it, add that to packages: likely cowsay");
        assertThat(other.fields().get("suggestions").toString()).contains("cowsay");
        assertThat(slip.text()).contains("did you mean hello?");
    }

    @Test
    void textAndFieldsTogetherAreBounded() {
        tool = builder().maxReply(ByteSize.of(4 << 10)).allowScripts().build();
        String noise = "head -c 20000 /dev/urandom; seq 1 9999 >&2; printf '\\\\001%.0s' $(seq 1 3000)";

        List<ToolReply> replies = List.of(
                call("nix_search", "{'query':'e','limit':50}"),
                call("nix_plan", "{'packages':['hello'],'args':['" + "z".repeat(50_000) + "']}"),
                run("{'packages':['hello'],'program':'" + "q".repeat(50_000) + "'}"),
                run("{'packages':['" + "q".repeat(50_000) + "']}"),
                run("{'packages':['build-fails']}"),
                run("{'packages':['hello'],'script':'" + noise.replace("'", "\\u0027") + "'}"));

        assertThat(replies)
                .allSatisfy(reply -> assertThat(JsonSize.of(reply.text()) + JsonSize.of(reply.fields()))
                        .isLessThanOrEqualTo(4 << 10));
        assertThat(replies)
                .allSatisfy(reply -> assertThat(JsonSize.of(reply.fields())).isLessThanOrEqualTo(2 << 10));
    }

    @Test
    void aProgramSeesNoSecretsAndNoTerminal() {
        String printed =
                run("{'packages':['print-env'],'args':['AWS_SECRET_ACCESS_KEY','NO_COLOR','PAGER','LD_PRELOAD']}")
                        .text();

        assertThat(printed).contains("NO_COLOR=1", "PAGER=cat").doesNotContain("hunter2");
    }

    @Test
    void aMissingCommandOfAScriptIsReportedWithItsPackage() {
        tool = builder().allowScripts().build();

        ToolReply reply = run("{'packages':['hello'],'script':'hello; cowsay moo'}");

        assertThat(reply.text()).startsWith("there is no cowsay here").contains("likely cowsay");
        assertThat(reply.fields()).containsEntry("exit_code", 127).containsKey("suggestions");
    }

    @Test
    void aProgramThatOutlastsItsCallRunsUntilItIsStopped() {
        ToolReply running = run("{'packages':['sleeper'],'timeout_seconds':1}");
        ToolReply asked = run("{'id':'" + id(running) + "'}");
        ToolReply stopped = run("{'id':'" + id(running) + "','stop':true}");

        assertThat(running.status()).isEqualTo(ToolStatus.RUNNING);
        assertThat(running.isError()).isFalse();
        assertThat(asked.status()).isEqualTo(ToolStatus.RUNNING);
        assertThat(stopped.status()).isEqualTo(ToolStatus.STOPPED);
        assertThat(run("{'id':'" + id(running) + "','stop':true}").status()).isEqualTo(ToolStatus.STOPPED);
    }

    @Test
    void aProgramInTheBackgroundReportsNewOutput() {
        tool = builder().allowScripts().build();
        ToolReply begun = run("{'packages':['hello'],'script':'echo one; read line; echo two','background':true}");
        ToolReply ended = run("{'id':'" + id(begun) + "','timeout_seconds':20}");

        assertThat(begun.status()).isEqualTo(ToolStatus.RUNNING);
        assertThat(ended.status()).isEqualTo(ToolStatus.EXITED);
        String printed = begun.text() + ended.text();
        assertThat(printed).containsOnlyOnce("one\n").containsOnlyOnce("two\n");
        assertThat(ended.fields()).containsEntry("stdout_bytes", 8L);
    }

    @Test
    void aLongOutputIsShownAtBothEndsAndReadPageByPage() {
        tool = builder().allowScripts().build();

        ToolReply reply = run("{'packages':['hello'],'script':'seq 1 20000'}");

        assertThat(JsonSize.of(reply.text()) + JsonSize.of(reply.fields())).isLessThanOrEqualTo(16 << 10);
        assertThat(reply.text())
                .contains(">\n1\n2\n3\n")
                .contains("\n19999\n20000\n")
                .contains("bytes left out; read on");
        StringBuilder all = new StringBuilder();
        Object offset = 0;
        while (offset != null) {
            ToolReply page = run("{'id':'" + id(reply) + "','offset':" + offset + "}");
            assertThat(JsonSize.of(page.text()) + JsonSize.of(page.fields())).isLessThanOrEqualTo(16 << 10);
            all.append(page.text().split("<foreign-\\w+>\n|</foreign-\\w+>")[1]);
            offset = page.fields().get("next_offset");
            assertThat(run("{'id':'" + id(reply) + "'}").status()).isEqualTo(ToolStatus.EXITED);
        }
        assertThat(all.toString().lines()).hasSize(20000).startsWith("1", "2").endsWith("19999", "20000");
        assertThat((long) reply.fields().get("stdout_bytes")).isEqualTo(all.length());
    }

    @Test
    void anEndlessOutputIsCountedAndStoppedAtTheLimit() {
        ToolReply reply = Waits.withEnoughTime(
                Duration.ofSeconds(2),
                limit -> {
                    if (tool != null) {
                        tool.close();
                    }
                    tool = builder().runLimit(limit).build();
                    return run("{'packages':['endless']}");
                },
                stopped -> (long) stopped.fields().getOrDefault("stdout_bytes", 0L) > 2 * BoundedOutput.MAX_BYTES);

        assertThat(reply.status()).isEqualTo(ToolStatus.TIMED_OUT);
        long total = (long) reply.fields().get("stdout_bytes");
        assertThat(total).isGreaterThan(BoundedOutput.MAX_BYTES);
        ToolReply middle = run("{'id':'" + id(reply) + "','offset':" + (BoundedOutput.MAX_BYTES / 2) + "}");
        assertThat(middle.fields()).containsEntry("not_kept", total - BoundedOutput.MAX_BYTES);
        assertThat(middle.text().length()).isGreaterThan(1000);
    }

    @Test
    void anInterruptStopsTheProgramAndStays() throws Exception {
        AtomicBoolean interrupted = new AtomicBoolean();
        CompletableFuture<Void> beating = new CompletableFuture<>();
        tool = builder().build();
        Background<ToolReply> caller = Background.call(() -> {
            ToolReply reply =
                    tool.call("nix_run", Map.of("packages", List.of("sleeper")), line -> beating.complete(null));
            interrupted.set(Thread.currentThread().isInterrupted());
            return reply;
        });
        Void unused = Waits.forResult(beating);

        caller.interrupt();

        assertThat(caller.result().status()).isEqualTo(ToolStatus.CANCELLED);
        assertThat(interrupted).isTrue();
    }

    @Test
    void closingTheToolStopsAllThatItHasStarted() {
        ToolReply sleeping = run("{'packages':['sleeper'],'background':true}");
        ToolReply stubborn = run("{'packages':['stubborn'],'background':true}");
        assertThat(List.of(sleeping, stubborn)).extracting(ToolReply::status).containsOnly(ToolStatus.RUNNING);

        tool.close();

        assertThat(run("{'id':'" + id(sleeping) + "'}").text()).contains("this tool has been closed");
    }

    @Test
    void aFailedBuildShowsTheEndOfItsLog() {
        ToolReply reply = run("{'packages':['build-fails']}");

        assertThat(reply.status()).isEqualTo(ToolStatus.FAILED);
        assertThat(reply.fields()).containsEntry("error", "build_failed");
        assertThat(reply.text()).contains("undefined reference to `main'");
    }
}
