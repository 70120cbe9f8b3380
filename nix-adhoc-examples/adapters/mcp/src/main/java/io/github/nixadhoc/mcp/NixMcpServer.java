package io.github.nixadhoc.mcp;

import io.github.nixadhoc.agent.NixTool;
import java.io.IOException;

/**
 * A server of the Model Context Protocol on stdin and stdout, with the tools of a {@link NixTool}.
 *
 * <p>It is as careful as is advisable for agents, unless options loosen that: packages of nixpkgs only, no scripts, a clean
 * room, a confinement, and a record of each decision and each run. Each command is shown to the person at the client before
 * it runs, by elicitation. Where the client has none, nothing runs, unless the server was started with {@code
 * --unattended}. A call that the client cancels is stopped, and so is everything when stdin ends.
 */
public final class NixMcpServer {

    private NixMcpServer() {}

    /**
     * Serves until stdin ends, and then stops all that it has started.
     *
     * @param args options; with one that it does not know, the server says which there are and exits with 2
     * @throws IOException if stdin cannot be read
     */
    public static void main(String[] args) throws IOException {
        // first of all, since a line that other code prints to stdout would break the protocol
        System.setOut(System.err);
        try {
            StdioServer.run(args);
        } catch (NoClassDefFoundError e) {
            System.err.println(
                    "nix-adhoc-mcp: there is no class " + e.getMessage() + ". The jar needs the folder lib that"
                            + " was built beside it: copy both to one place, or start the jar where it was built.");
            System.exit(2);
        }
    }
}
