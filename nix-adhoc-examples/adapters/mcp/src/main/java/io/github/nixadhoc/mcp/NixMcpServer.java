package io.github.nixadhoc.mcp;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.NixClientBuilder;
import io.github.nixadhoc.agent.NixTool;
import io.github.nixadhoc.agent.NixToolBuilder;
import io.github.nixadhoc.audit.Audit;
import io.github.nixadhoc.policy.CommandPolicy;
import io.modelcontextprotocol.json.McpJsonDefaults;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A server of the Model Context Protocol on stdin and stdout, with the tools of a {@link NixTool}.
 *
 * <p>Each command is shown to the person at the client before it runs, by elicitation. Where the client has none, nothing
 * runs, unless the server was started with {@code --unattended}. A call that the client cancels is stopped, and so is
 * everything when stdin ends.
 */
public final class NixMcpServer {

    private static final String USAGE = """
            usage: java -jar nix-adhoc-mcp.jar [option]...
              --unattended      run commands without asking the person at the client
              --scripts         allow shell scripts too
              --any-flake       allow packages of any flake, not of nixpkgs only
              --directory DIR   where programs run; the current directory unless given
              --audit FILE      append each decision and each run to FILE; what cannot be recorded does not run
              --nixpkgs FLAKE   in place of nixpkgs, such as github:NixOS/nixpkgs/nixos-25.05
              --nix BINARY      in place of the Nix that is found""";

    private final Approval approval = new Approval();
    private NixClientBuilder client = NixClient.builder().policy(approval.withApproval(approval));
    private Path directory = Path.of("");
    private boolean scripts;
    private boolean anyFlake;

    private NixMcpServer() {}

    /**
     * Serves until stdin ends, and then stops all that it has started.
     *
     * @param args options; with one that it does not know, the server says which there are and exits with 2
     * @throws IOException if stdin cannot be read, or stdout not be written
     */
    public static void main(String[] args) throws IOException {
        // before anything else: whoever prints something prints it where it does no harm
        System.setOut(System.err);
        if (List.of(args).contains("--help")) {
            System.err.println(USAGE);
            return;
        }
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
                case "--audit" -> client = client.audit(audit(Path.of(value(args, ++i, option))));
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

    private static Audit audit(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IllegalArgumentException("--audit needs a file in a folder that exists: " + file);
        }
        return Audit.to(file).by("mcp").required();
    }

    private void serve() throws IOException {
        OutputStream protocol = new FileOutputStream(FileDescriptor.out);
        ClientConnection connection = new ClientConnection(McpJsonDefaults.getMapper(), System.in, protocol);
        try (NixClient nix = client.build();
                NixTool tool = tool(nix)) {
            new ToolServer(tool, approval).start(connection);
            connection.serve();
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
