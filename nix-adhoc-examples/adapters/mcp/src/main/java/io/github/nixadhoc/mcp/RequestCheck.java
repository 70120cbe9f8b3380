package io.github.nixadhoc.mcp;

import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks requests before the SDK (2.1.0) gets them, which answers some that are at fault with an internal error and a
 * message of Java.
 */
final class RequestCheck {

    private static final List<String> BEFORE_GREETING = List.of(McpSchema.METHOD_PING, McpSchema.METHOD_INITIALIZE);
    private static final List<String> METHODS = List.of(
            McpSchema.METHOD_PING,
            McpSchema.METHOD_INITIALIZE,
            McpSchema.METHOD_TOOLS_LIST,
            McpSchema.METHOD_TOOLS_CALL,
            McpSchema.METHOD_LOGGING_SET_LEVEL);

    private final List<String> tools;

    RequestCheck(List<String> tools) {
        this.tools = tools;
    }

    /** Returns the error of a request; null if there is none. */
    @Nullable
    Fault fault(JSONRPCRequest request, boolean isGreeted) {
        String method = request.method();
        if (!METHODS.contains(method)) {
            return new Fault(ErrorCodes.METHOD_NOT_FOUND, "there is no method " + ClientConnection.shown(method));
        }
        if (!isGreeted && !BEFORE_GREETING.contains(method)) {
            return new Fault(
                    ErrorCodes.INVALID_REQUEST,
                    "initialize first, then say " + McpSchema.METHOD_NOTIFICATION_INITIALIZED);
        }
        Object params = request.params();
        if (params != null && !(params instanceof Map)) {
            return invalid("params must be an object");
        }
        Map<?, ?> fields = params instanceof Map<?, ?> map ? map : Map.of();
        return switch (method) {
            case McpSchema.METHOD_TOOLS_CALL -> faultOfCall(fields);
            case McpSchema.METHOD_INITIALIZE -> faultOfGreeting(fields);
            case McpSchema.METHOD_LOGGING_SET_LEVEL -> requireText(fields, "level");
            default -> null;
        };
    }

    private @Nullable Fault faultOfCall(Map<?, ?> params) {
        Object name = params.get("name");
        if (!(name instanceof String tool)) {
            return invalid("params must have the name of a tool, a text: " + String.join(", ", tools));
        }
        if (!tools.contains(tool)) {
            return invalid(
                    "there is no tool " + ClientConnection.shown(tool) + "; there are " + String.join(", ", tools));
        }
        Object arguments = params.get("arguments");
        return arguments == null || arguments instanceof Map ? null : invalid("arguments must be an object");
    }

    private static @Nullable Fault faultOfGreeting(Map<?, ?> params) {
        for (String name : List.of("capabilities", "clientInfo")) {
            if (!(params.get(name) instanceof Map)) {
                return invalid("params must have " + name + ", an object");
            }
        }
        return requireText(params, "protocolVersion");
    }

    private static @Nullable Fault requireText(Map<?, ?> params, String name) {
        return params.get(name) instanceof String ? null : invalid("params must have " + name + ", a text");
    }

    private static Fault invalid(String message) {
        return new Fault(ErrorCodes.INVALID_PARAMS, message);
    }

    /**
     * An error of JSON-RPC.
     *
     * @param code the code
     * @param message the reason, and a remedy
     */
    record Fault(int code, String message) {}
}
