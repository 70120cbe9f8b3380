package io.github.nixadhoc.mcp;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.Map;

/** A server of the SDK alone, for comparison: its own server on stdin and stdout, with a tool that does nothing. */
public final class BareServer {

    private BareServer() {}

    public static void main(String[] args) {
        Tool nothing = Tool.builder("nothing", Map.of("type", "object"))
                .description("does nothing")
                .build();
        McpServer.sync(new StdioServerTransportProvider(McpJsonDefaults.getMapper()))
                .serverInfo("bare", "1")
                .capabilities(ServerCapabilities.builder().tools(false).build())
                .tools(SyncToolSpecification.builder()
                        .tool(nothing)
                        .callHandler((exchange, request) ->
                                CallToolResult.builder().addTextContent("").build())
                        .build())
                .build();
    }
}
