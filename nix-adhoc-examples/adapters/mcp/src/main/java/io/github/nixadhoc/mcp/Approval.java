package io.github.nixadhoc.mcp;

import io.github.nixadhoc.policy.Approver;
import io.github.nixadhoc.policy.CommandPolicy;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.PlannedCommand;
import io.github.nixadhoc.policy.PlannedInput;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema.ElicitFormRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
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
                client.createElicitation(ElicitFormRequest.builder(question + "\n" + shown(command), NO_FORM)
                        .build());
        return answer.action() == ElicitResult.Action.ACCEPT;
    }

    @Override
    public String toString() {
        return "the person at the client";
    }

    private static String shown(PlannedCommand command) {
        String words = command.command().stream().map(Approval::quoted).collect(Collectors.joining(" "));
        String packages = command.installables().stream()
                .map(each -> quoted(each.toString()))
                .collect(Collectors.joining(" "));
        boolean reads = command.input().kind() != PlannedInput.Kind.NONE;
        return words + "\nwith " + packages
                + command.directory()
                        .map(directory -> "\nin " + quoted(directory.toString()))
                        .orElse("")
                + (reads ? "\nreading " + command.input() : "")
                + (command.isBackground() ? "\nin the background" : "");
    }

    /** One line for each word, and nothing in it that could pass for another. */
    private static String quoted(String word) {
        String plain = word.codePoints()
                .mapToObj(c -> isUnseen(c) ? String.format("\\u%04x", c) : Character.toString(c))
                .collect(Collectors.joining());
        return plain.matches("[\\w@%+=:,./-]+") ? plain : "'" + plain.replace("'", "'\\''") + "'";
    }

    /** Returns whether a character begins a line, steers a terminal, turns the direction of writing or is not shown. */
    private static boolean isUnseen(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> true;
            default -> c == '\\';
        };
    }
}
