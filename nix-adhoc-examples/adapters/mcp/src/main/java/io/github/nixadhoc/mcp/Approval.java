package io.github.nixadhoc.mcp;

import io.github.nixadhoc.policy.Approver;
import io.github.nixadhoc.policy.CommandPolicy;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.PlannedCommand;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema.ElicitFormRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks the person at the client, who sees the exact command. Whoever cannot be asked, or does not answer, has not agreed. */
final class Approval implements CommandPolicy, Approver {

    private static final Map<String, Object> NO_FORM = Map.of("type", "object", "properties", Map.of());

    private static final int MAX_AGREED = 100;

    // stdin and stdout lead to one client
    private volatile @Nullable McpSyncServerExchange exchange;

    /** The last questions that the person has agreed to. */
    private final Set<String> agreed = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_AGREED;
        }
    }));

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
        String shown = question + "\n" + command.description();
        if (command.isReviewedBefore() && agreed.contains(shown)) {
            // a rule that looks at the program has the same command reviewed again after its download
            return true;
        }
        ElicitResult answer = client.createElicitation(
                ElicitFormRequest.builder(shown, NO_FORM).build());
        boolean agrees = answer.action() == ElicitResult.Action.ACCEPT;
        if (agrees) {
            agreed.add(shown);
        }
        return agrees;
    }

    @Override
    public String toString() {
        return "the person at the client";
    }
}
