package io.github.nixadhoc.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.testkit.NixSandbox;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.TypeRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the README tells the reader to paste. */
@Timeout(300)
class ReadmeIT {

    private static final Path PROJECT =
            Path.of("..", "..", "..").toAbsolutePath().normalize();

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    record Host(Map<String, Server> mcpServers) {}

    record Server(String command, List<String> args) {}

    @Test
    void theConfigurationOfAClientStartsTheServer() throws Exception {
        Matcher json = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PROJECT.resolve("README.md")));
        assertThat(json.find()).isTrue();
        Host host = McpJsonDefaults.getMapper()
                .readValue(json.group(1).replace("/path/to/nix-adhoc", PROJECT.toString()), new TypeRef<Host>() {});
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
