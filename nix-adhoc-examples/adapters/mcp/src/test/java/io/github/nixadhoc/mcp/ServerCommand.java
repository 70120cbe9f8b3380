package io.github.nixadhoc.mcp;

import io.github.nixadhoc.testkit.NixSandbox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How a host starts the server, as it was packaged, on the Nix of a sandbox. */
final class ServerCommand {

    private ServerCommand() {}

    static List<String> of(NixSandbox sandbox, String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Path.of("target", "nix-adhoc-mcp.jar").toAbsolutePath().toString(),
                "--nix",
                sandbox.under().binary().toString(),
                "--directory",
                sandbox.root().toString()));
        command.addAll(List.of(options));
        return command;
    }

    /** Its environment; settings instead of options say that nothing is to be downloaded. */
    static Map<String, String> environment(NixSandbox sandbox) {
        sandbox.configure(
                "experimental-features = nix-command flakes",
                "flake-registry = " + sandbox.options().get(2));
        return new HashMap<>(sandbox.environment());
    }
}
