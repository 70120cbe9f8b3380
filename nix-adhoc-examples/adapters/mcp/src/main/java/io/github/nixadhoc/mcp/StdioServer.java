package io.github.nixadhoc.mcp;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.agent.NixTool;
import io.github.nixadhoc.agent.ToolSpec;
import io.github.nixadhoc.error.ConfinementUnavailableException;
import io.github.nixadhoc.error.NixException;
import io.modelcontextprotocol.json.McpJsonDefaults;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;

/** The server without its start, which tells what is missing when a class cannot be found. */
final class StdioServer {

    private static final int MISUSED = 2;

    /** The time that a client has to read an answer after it has closed stdin. */
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);

    private StdioServer() {}

    static void run(String[] args) throws IOException {
        if (List.of(args).contains("--help")) {
            System.err.println(ServerOptions.USAGE);
            return;
        }
        Approval approval = new Approval();
        try {
            ServerOptions options = ServerOptions.parse(args);
            try (NixClient nix = options.client(approval);
                    NixTool tool = options.tool(nix)) {
                serve(tool, approval);
            }
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + ServerOptions.USAGE);
            System.exit(MISUSED);
        } catch (ConfinementUnavailableException e) {
            System.err.println(e.getMessage() + "\nTo run programs with all permissions of this user: --unconfined");
            System.exit(MISUSED);
        } catch (NixException e) {
            System.err.println(e.getMessage());
            System.exit(MISUSED);
        }
        // the SDK's threads would keep a process alive that nobody talks to
        System.exit(0);
    }

    private static void serve(NixTool tool, Approval approval) throws IOException {
        MessageWriter writer = new MessageWriter(protocol(), () -> {
            System.err.println("nix-adhoc-mcp: the client reads no answers");
            System.exit(1);
        });
        RequestCheck requests =
                new RequestCheck(tool.specs().stream().map(ToolSpec::name).toList());
        ClientConnection connection = new ClientConnection(McpJsonDefaults.getMapper(), System.in, writer, requests);
        new ToolServer(tool, approval).start(connection);
        connection.serve();
        writer.finish(LAST_ANSWERS);
    }

    /**
     * Takes stdout for the protocol alone. What the JVM itself prints there, such as the threads at SIGQUIT, goes nowhere:
     * where a second descriptor of stdout can be had, the JDK replaces the closed one by {@code /dev/null}. A socket has no
     * second one. There {@code -XX:+DisplayVMOutputToStderr} does the same.
     */
    private static OutputStream protocol() throws IOException {
        FileOutputStream stdout = new FileOutputStream(FileDescriptor.out);
        FileOutputStream second;
        try {
            second = new FileOutputStream("/proc/self/fd/1", true);
        } catch (IOException e) {
            return stdout;
        }
        stdout.close();
        return second;
    }
}
