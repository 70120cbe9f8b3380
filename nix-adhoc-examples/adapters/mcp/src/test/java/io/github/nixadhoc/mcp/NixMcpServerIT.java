package io.github.nixadhoc.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.testkit.AdapterArtifact;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.ToolSandbox;
import io.github.nixadhoc.testkit.Waits;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The server as a process of its own, and a client of the SDK. */
@Timeout(300)
class NixMcpServerIT {

    @RegisterExtension
    private final ToolSandbox nix = new ToolSandbox();

    private final NixSandbox sandbox = nix.sandbox();
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private final List<ProgressNotification> progress = new CopyOnWriteArrayList<>();
    private McpSyncClient client;

    @AfterEach
    void close() {
        if (client != null) {
            client.closeGracefully();
        }
    }

    /** Starts the server, with a client whose person agrees to whatever has no {@code --force} in it. */
    private void connect(boolean person, String... options) {
        List<String> command = ServerCommand.of(sandbox, options);
        ServerParameters parameters = ServerParameters.builder(command.get(0))
                .args(command.subList(1, command.size()))
                .env(ServerCommand.environment(sandbox))
                .build();
        McpClient.SyncSpec spec = McpClient.sync(new StdioClientTransport(parameters, McpJsonDefaults.getMapper()))
                .requestTimeout(Duration.ofSeconds(60))
                .progressConsumer(progress::add);
        if (person) {
            spec = spec.capabilities(ClientCapabilities.builder().elicitation().build())
                    .elicitation(request -> {
                        questions.add(request.message());
                        return ElicitResult.builder(
                                        request.message().contains("--force")
                                                ? ElicitResult.Action.DECLINE
                                                : ElicitResult.Action.ACCEPT)
                                .build();
                    });
        }
        client = spec.build();
        client.initialize();
    }

    private CallToolResult call(String name, Map<String, Object> arguments) {
        return client.callTool(CallToolRequest.builder(name)
                .arguments(arguments)
                .progressToken("token")
                .build());
    }

    private static String text(CallToolResult result) {
        return ((TextContent) result.content().get(0)).text();
    }

    private static Object id(CallToolResult result) {
        return ((Map<?, ?>) result.structuredContent()).get("id");
    }

    @Test
    void aModelSearchesPlansIsRefusedRunsPagesAndCleansUp() throws Exception {
        connect(true, "--allow-scripts", "--audit", nix.record().toString());

        assertThat(client.listTools().tools())
                .extracting(tool -> tool.name())
                .containsExactlyInAnyOrder("nix_search", "nix_plan", "nix_run");
        assertThat(text(call("nix_search", Map.of("query", "cow")))).contains("cowsay (1.0)");
        assertThat(text(call("nix_plan", Map.of("packages", List.of("cowsay")))))
                .contains("nothing was run");
        CallToolResult refused = call(
                "nix_run",
                Map.of(
                        "packages",
                        List.of("cowsay"),
                        "args",
                        List.of("--force", "a b", "r\u043c\u3164"),
                        "stdin",
                        "id\n\u2028"));
        assertThat(refused.isError()).isTrue();
        assertThat(text(refused)).contains("has not approved it");
        CallToolResult ran = call("nix_run", Map.of("packages", List.of("cowsay"), "args", List.of("moo")));
        assertThat(ran.isError()).isFalse();
        assertThat(text(ran)).contains("< moo >");
        assertThat(ran.structuredContent())
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("exit_code", 0);
        CallToolResult cut = call("nix_run", Map.of("packages", List.of("hello"), "script", "seq 1 20000"));
        assertThat(text(cut)).contains("bytes left out");
        assertThat(text(call("nix_run", Map.of("id", id(cut), "offset", 16000))))
                .contains("from byte 16000");
        assertThat(questions).hasSize(3).noneMatch(question -> question.contains("in the background"));
        CallToolResult begun = call("nix_run", Map.of("packages", List.of("sleeper"), "background", true));
        assertThat(text(begun)).contains("still at work");
        Waits.until(() -> questions.size() == 4);
        assertThat(questions.get(3)).contains(", in the background");
        assertThat(text(call("nix_run", Map.of("id", id(begun), "stop", true)))).contains("stopped");
        assertThat(questions.get(0))
                .contains("/bin/cowsay' '--force' 'a b' 'r\\u043c\\u3164'", "6 bytes 'id\\u000a\\u2028'");
        nix.assertTheRecordIsWholeAndRunsAgain();
    }

    @Test
    void nothingRunsIfNobodyCanBeAsked() {
        connect(false);

        CallToolResult refused = call("nix_run", Map.of("packages", List.of("cowsay")));

        assertThat(refused.isError()).isTrue();
        assertThat(text(refused)).contains("--unattended");
        assertThat(sandbox.storePaths()).noneMatch(path -> path.toString().endsWith("-cowsay-1.0"));
    }

    @Test
    void onlyThePackagesThatAreAllowedRun() {
        connect(true, "--allow-packages", "cow*", "hello");

        assertThat(text(call("nix_run", Map.of("packages", List.of("hello"))))).contains("exited with code 0");
        assertThat(text(call("nix_run", Map.of("packages", List.of("two-streams")))))
                .contains("denied", "two-streams");
        assertThat(questions).hasSize(1);
    }

    @Test
    void aConfinedProgramChangesFilesOfChosenFoldersOnly() throws Exception {
        Path folder = Files.createDirectories(sandbox.root().resolve("chosen"));
        connect(false, "--unattended", "--allow-scripts", "--writable", folder.toString());

        String said = text(call(
                "nix_run",
                Map.of(
                        "packages",
                        List.of("hello"),
                        "script",
                        "echo in > " + folder.resolve("in") + "; echo out > "
                                + sandbox.root().resolve("out"))));

        assertThat(said)
                .contains("exited with code", sandbox.root().resolve("out").toString())
                .doesNotContain("exited with code 0");
        assertThat(folder.resolve("in")).hasContent("in");
        assertThat(sandbox.root().resolve("out")).doesNotExist();
    }

    @Test
    void usersGetNoExampleAndNoPlaceForLogs() throws Exception {
        AdapterArtifact.assertBringsOnlyWhatItNeeds(NixMcpServer.class);
    }

    @Test
    void theExampleShowsItsConversation() {
        ToolSandbox.assertShowsItsConversation(
                to -> McpExample.converse(
                        ServerCommand.environment(sandbox),
                        to,
                        "--nix",
                        sandbox.under().binary().toString()),
                "? Run this?",
                "< moo >");
    }

    @Test
    void failuresAreResultsThatSayWhatToDo() {
        connect(false, "--unattended");

        assertThat(text(call("nix_run", Map.of("packages", List.of("cowsya"))))).contains("did you mean cowsay");
        assertThat(text(call("nix_run", Map.of("packages", "cow say")))).contains("packages must be a list");
        assertThat(call("nix_run", Map.of("packages", List.of("build-fails"))).isError())
                .isTrue();
    }

    @Test
    void aLongRunReportsItsProgressAndEndsWithItsClient() {
        connect(false, "--unattended");

        CallToolResult running = call("nix_run", Map.of("packages", List.of("sleeper"), "timeout_seconds", 2));

        assertThat(text(running)).contains(id(running) + " is still at work");
        assertThat(progress).isNotEmpty().allSatisfy(note -> {
            assertThat(note.progressToken()).isEqualTo("token");
            assertThat(note.message()).startsWith(id(running) + " has been at work for");
        });
        assertThat(progress)
                .extracting(ProgressNotification::progress)
                .isSorted()
                .doesNotHaveDuplicates();
    }
}
