package io.github.nixadhoc.mcp;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A client that starts the server and calls its tools, as a model would. It agrees to whatever it is asked. */
public final class McpExample {

    private McpExample() {}

    /**
     * Has the conversation, and prints it.
     *
     * @param args options of the server
     */
    public static void main(String[] args) {
        converse(Map.of(), System.out, args);
    }

    static void converse(Map<String, String> environment, PrintStream out, String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("-cp", System.getProperty("java.class.path"), NixMcpServer.class.getName()));
        arguments.addAll(List.of(options));
        ServerParameters server = ServerParameters.builder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString())
                .args(arguments)
                .env(environment)
                .build();
        McpSyncClient client = McpClient.sync(new StdioClientTransport(server, McpJsonDefaults.getMapper()))
                .requestTimeout(Duration.ofMinutes(3))
                .capabilities(ClientCapabilities.builder().elicitation().build())
                .elicitation(question -> {
                    out.println("? " + question.message());
                    return ElicitResult.builder(ElicitResult.Action.ACCEPT).build();
                })
                .build();
        try {
            client.initialize();
            call(client, out, "nix_search", Map.of("query", "cow"));
            call(client, out, "nix_plan", Map.of("packages", List.of("cowsay"), "args", List.of("moo")));
            call(client, out, "nix_run", Map.of("packages", List.of("cowsay"), "args", List.of("moo")));
        } finally {
            client.closeGracefully();
        }
    }

    private static void call(McpSyncClient client, PrintStream out, String tool, Map<String, Object> arguments) {
        out.println("→ " + tool + " " + arguments);
        CallToolRequest request =
                CallToolRequest.builder(tool).arguments(arguments).build();
        client.callTool(request).content().stream()
                .filter(TextContent.class::isInstance)
                .map(content -> ((TextContent) content).text())
                .forEach(text -> out.println(text + "\n"));
    }
}
