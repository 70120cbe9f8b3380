package io.github.nixadhoc.mcp;

import io.github.nixadhoc.testkit.NixSandbox;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The command by which a host starts the packaged server, on the Nix of a sandbox. */
final class ServerCommand {

    private static final Path JAR = Path.of("target", "nix-adhoc-mcp.jar").toAbsolutePath();

    private ServerCommand() {}

    static List<String> of(NixSandbox sandbox, String... options) {
        return java(sandbox, List.of("-jar", JAR.toString()), options);
    }

    /** … by another main class of the tests, which calls that of the server. */
    static List<String> of(Class<?> main, NixSandbox sandbox, String... options) {
        Path classes = Path.of("target", "test-classes").toAbsolutePath();
        return java(sandbox, List.of("-cp", classes + File.pathSeparator + JAR, main.getName()), options);
    }

    private static List<String> java(NixSandbox sandbox, List<String> program, String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(program);
        command.addAll(List.of("--nix", sandbox.under().binary().toString()));
        command.addAll(List.of("--directory", sandbox.root().toString()));
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
