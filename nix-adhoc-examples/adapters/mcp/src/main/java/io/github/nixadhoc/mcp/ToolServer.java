package io.github.nixadhoc.mcp;

import io.github.nixadhoc.agent.NixTool;
import io.github.nixadhoc.agent.ToolReply;
import io.github.nixadhoc.agent.ToolSpec;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Serves a {@link NixTool} over any transport. */
final class ToolServer {

    /** The time in which a person has to answer. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final NixTool tool;
    private final Approval approval;

    ToolServer(NixTool tool, Approval approval) {
        this.tool = tool;
        this.approval = approval;
    }

    void start(McpServerTransportProvider transport) {
        McpServer.sync(transport)
                .serverInfo("nix-adhoc", "0.1.0")
                .capabilities(ServerCapabilities.builder().tools(false).build())
                .requestTimeout(PATIENCE)
                // the tool checks for itself, and says what a model can do about it; the SDK's validator takes long to
                // load
                .validateToolInputs(false)
                .jsonSchemaValidator((schema, content) -> ValidationResponse.asValid(""))
                .tools(tool.specs().stream().map(this::specification).toList())
                .build();
    }

    private SyncToolSpecification specification(ToolSpec spec) {
        boolean runs = spec.name().equals("nix_run");
        Tool described = Tool.builder(spec.name(), spec.inputSchemaAsMap())
                .description(spec.description())
                .annotations(ToolAnnotations.builder()
                        .readOnlyHint(!runs)
                        .destructiveHint(runs)
                        .openWorldHint(true)
                        .build())
                .build();
        return SyncToolSpecification.builder()
                .tool(described)
                .callHandler((exchange, request) -> call(spec.name(), exchange, request))
                .build();
    }

    private CallToolResult call(String name, McpSyncServerExchange exchange, CallToolRequest request) {
        approval.askAt(exchange);
        Map<String, Object> arguments = Objects.requireNonNullElse(request.arguments(), Map.of());
        ToolReply reply = tool.call(name, arguments, progress(exchange, request.progressToken()));
        return CallToolResult.builder()
                .addTextContent(reply.text())
                // some clients show a model only this half, others only the text
                .structuredContent(reply.asMap())
                .isError(reply.isError())
                .build();
    }

    private static Consumer<String> progress(McpSyncServerExchange exchange, @Nullable Object token) {
        AtomicInteger count = new AtomicInteger();
        return line -> {
            if (token != null) {
                exchange.progressNotification(ProgressNotification.builder(token, count.incrementAndGet())
                        .message(line)
                        .build());
            }
        };
    }
}
