package io.github.nixadhoc.mcp;

import io.github.nixadhoc.policy.Approver;
import io.github.nixadhoc.policy.CommandPolicy;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.PlannedCommand;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema.ElicitFormRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Asks the person at the client, who sees the exact command. Whoever cannot be asked, or does not answer, has not agreed. */
final class Approval implements CommandPolicy, Approver {

    private static final Map<String, Object> NO_FORM = Map.of("type", "object", "properties", Map.of());

    // stdin and stdout lead to one client
    private volatile @Nullable McpSyncServerExchange exchange;

    void askAt(McpSyncServerExchange client) {
        exchange = client;
    }

    @Override
    public Decision review(PlannedCommand command) {
        McpSyncServerExchange client = exchange;
        return client == null || client.getClientCapabilities().elicitation() == null
                ? Decision.deny("this client cannot ask a person; start the server with --unattended to run without")
                : Decision.ask("Run this?");
    }

    @Override
    public boolean approves(PlannedCommand command, String question) {
        McpSyncServerExchange client = Objects.requireNonNull(exchange, "exchange");
        ElicitResult answer =
                client.createElicitation(ElicitFormRequest.builder(question + "\n" + command.description(), NO_FORM)
                        .build());
        return answer.action() == ElicitResult.Action.ACCEPT;
    }

    @Override
    public String toString() {
        return "the person at the client";
    }
}
