package io.github.nixadhoc.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.testkit.DocPages;
import io.github.nixadhoc.testkit.DocPages.CodeBlock;
import io.github.nixadhoc.testkit.NixSandbox;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.TypeRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The configuration that the documentation tells the reader to paste. */
@Timeout(300)
class ReadmeIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    record Host(Map<String, Server> mcpServers) {}

    record Server(String command, List<String> args) {}

    @Test
    void theConfigurationOfAClientStartsTheServer() throws Exception {
        List<CodeBlock> json = DocPages.blocks().stream()
                .filter(block -> block.language().equals("json"))
                .toList();
        assertThat(json).hasSize(1);
        Host host = McpJsonDefaults.getMapper()
                .readValue(
                        json.get(0)
                                .text()
                                .replace(
                                        "/path/to/nix-adhoc", DocPages.project().toString()),
                        new TypeRef<Host>() {});
        Server server = host.mcpServers().get("nix");
        List<String> command = new ArrayList<>(List.of(server.command()));
        command.addAll(server.args());

        try (RawClient client = new RawClient(command, ServerCommand.environment(sandbox))) {
            client.greet();
            client.say("{'jsonrpc':'2.0','id':1,'method':'tools/list'}");

            assertThat(client.answer(1)).contains("nix_search", "nix_plan", "nix_run");
        }
    }
}
