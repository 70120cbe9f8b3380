package io.github.nixadhoc.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.nixadhoc.testkit.NixSandbox;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Drives the server with the command line of the protocol's own inspector, of which nobody here has written a line.
 *
 * <p>It takes Node.js and npm, which fetches the inspector once; without them these tests are skipped, unless
 * {@code -Dnix.adhoc.inspector=required}.
 */
class InspectorIT {

    private static final String INSPECTOR = "@modelcontextprotocol/inspector-cli@0.14.3";

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    @TempDir
    private Path folder;

    @BeforeEach
    void requireNode() {
        boolean there = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "npx")));
        assumeTrue(there || "required".equals(System.getProperty("nix.adhoc.inspector")));
    }

    private String inspect(String... arguments) throws Exception {
        // the inspector gives the server its own environment; npm has to find what it has fetched before
        List<String> command = new ArrayList<>(List.of("env"));
        for (Map.Entry<String, String> variable :
                ServerCommand.environment(sandbox).entrySet()) {
            if (!variable.getKey().equals("PATH")) {
                command.add(variable.getKey() + "=" + variable.getValue());
            }
        }
        command.addAll(ServerCommand.of(sandbox, "--unattended"));
        Path server =
                Files.writeString(folder.resolve("server"), "#!/bin/sh\nexec '" + String.join("' '", command) + "'\n");
        assertThat(server.toFile().setExecutable(true)).isTrue();
        List<String> inspector = new ArrayList<>(
                List.of("npx", "--yes", "--package", INSPECTOR, "mcp-inspector-cli", "--cli", server.toString()));
        inspector.addAll(List.of(arguments));
        Path said = folder.resolve("said");
        Path complaints = folder.resolve("complaints");
        Process process = new ProcessBuilder(inspector)
                .redirectOutput(said.toFile())
                .redirectError(complaints.toFile())
                .start();
        process.getOutputStream().close();
        assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(complaints)).isZero();
        return Files.readString(said);
    }

    @Test
    void theInspectorListsTheTools() throws Exception {
        assertThat(inspect("--method", "tools/list"))
                .contains("\"nix_search\"", "\"nix_plan\"", "\"nix_run\"", "\"additionalProperties\": false");
    }

    @Test
    void theInspectorSearches() throws Exception {
        assertThat(inspect("--method", "tools/call", "--tool-name", "nix_search", "--tool-arg", "query=cow"))
                .contains("cowsay (1.0)")
                .contains("\"isError\": false");
    }

    @Test
    void theInspectorRunsAProgram() throws Exception {
        assertThat(inspect(
                        "--method",
                        "tools/call",
                        "--tool-name",
                        "nix_run",
                        "--tool-arg",
                        "packages=[\"cowsay\"]",
                        "--tool-arg",
                        "args=[\"moo\"]"))
                .contains("< moo >")
                .contains("\"exit_code\": 0");
    }
}
