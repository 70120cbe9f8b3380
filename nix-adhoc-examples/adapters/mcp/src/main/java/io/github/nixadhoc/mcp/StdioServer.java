package io.github.nixadhoc.mcp;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.agent.NixTool;
import io.modelcontextprotocol.json.McpJsonDefaults;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * A server of the Model Context Protocol on stdin and stdout, with the tools of a {@link NixTool}.
 *
 * <p>Each command is shown to the person at the client before it runs, by elicitation. Where the client has none, nothing
 * runs, unless the server was started with {@code --unattended}. A call that the client cancels is stopped, and so is
 * everything when stdin ends.
 */
public final class NixMcpServer {

    private NixMcpServer() {}

    /**
     * Serves until stdin ends, and then stops all that it has started.
     *
     * @param args options; with one that it does not know, the server says which there are and exits with 2
     * @throws IOException if stdin cannot be read, or stdout not be written
     */
    public static void main(String[] args) throws IOException {
        // first of all, since a line that other code prints to stdout would break the protocol
        System.setOut(System.err);
        if (List.of(args).contains("--help")) {
            System.err.println(ServerOptions.USAGE);
            return;
        }
        ServerOptions options;
        try {
            options = ServerOptions.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + ServerOptions.USAGE);
            System.exit(2);
            return;
        }
        serve(options);
        // the SDK's threads would keep a process alive that nobody talks to
        System.exit(0);
    }

    private static void serve(ServerOptions options) throws IOException {
        OutputStream protocol = new FileOutputStream(FileDescriptor.out);
        ClientConnection connection = new ClientConnection(McpJsonDefaults.getMapper(), System.in, protocol);
        Approval approval = new Approval();
        try (NixClient nix = options.client(approval);
                NixTool tool = options.tool(nix)) {
            new ToolServer(tool, approval).start(connection);
            connection.serve();
        }
    }
}
