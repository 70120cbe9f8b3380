package io.github.nixadhoc.mcp;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.NixClientBuilder;
import io.github.nixadhoc.agent.NixTool;
import io.github.nixadhoc.agent.NixToolBuilder;
import io.github.nixadhoc.policy.CommandPolicy;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * A server of the Model Context Protocol on stdin and stdout, with the tools of a {@link NixTool}.
 *
 * <p>Each command is shown to the person at the client before it runs, by elicitation. Where the client has none, nothing
 * runs, unless the server was started with {@code --unattended}. The protocol's notice of a cancelled call is not heeded by
 * the SDK (2.1.0): what nobody waits for ends at its time limit, or with the server.
 */
public final class NixMcpServer {

    private static final String USAGE = "usage: nix-adhoc-mcp [--unattended] [--scripts] [--any-flake]"
            + " [--directory DIR] [--nixpkgs FLAKE] [--nix BINARY]";

    private final Approval approval = new Approval();
    private NixClientBuilder client = NixClient.builder().policy(approval.withApproval(approval));
    private Path directory = Path.of("");
    private boolean scripts;
    private boolean anyFlake;

    private NixMcpServer() {}

    /**
     * Serves until stdin ends, and stops all that it has started.
     *
     * @param args options; with one that it does not know, the server says which there are and exits with 2
     * @throws InterruptedException never
     * @throws IOException never
     */
    public static void main(String[] args) throws InterruptedException, IOException {
        NixMcpServer server = new NixMcpServer();
        try {
            server.configure(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + USAGE);
            System.exit(2);
        }
        server.serve();
        // the SDK's threads would keep a process alive that nobody talks to
        System.exit(0);
    }

    private void configure(String[] args) {
        for (int i = 0; i < args.length; i++) {
            String option = args[i];
            switch (option) {
                case "--unattended" -> client = client.policy(CommandPolicy.allowAll());
                case "--scripts" -> scripts = true;
                case "--any-flake" -> anyFlake = true;
                case "--directory" -> directory = Path.of(value(args, ++i, option));
                case "--nixpkgs" -> client = client.nixpkgs(value(args, ++i, option));
                case "--nix" -> client = client.nixBinary(Path.of(value(args, ++i, option)));
                default -> throw new IllegalArgumentException("unknown option " + option);
            }
        }
    }

    private static String value(String[] args, int at, String option) {
        if (at >= args.length) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return args[at];
    }

    private void serve() throws InterruptedException, IOException {
        PrintStream protocol = System.out;
        // whoever prints something prints it where it does no harm
        System.setOut(System.err);
        ClientInput input = new ClientInput(System.in);
        try (NixClient nix = client.build();
                NixTool tool = tool(nix)) {
            McpSyncServer server = new ToolServer(tool, approval)
                    .start(new StdioServerTransportProvider(McpJsonDefaults.getMapper(), input.open(), protocol));
            input.awaitEnd();
            server.closeGracefully();
        }
    }

    private NixTool tool(NixClient nix) {
        NixToolBuilder builder = NixTool.builder(nix).directory(directory);
        if (scripts) {
            builder = builder.allowScripts();
        }
        if (anyFlake) {
            builder = builder.allowAnyFlake();
        }
        return builder.build();
    }
}
