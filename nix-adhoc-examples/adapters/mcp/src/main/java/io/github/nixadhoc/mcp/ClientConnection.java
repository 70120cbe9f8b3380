package io.github.nixadhoc.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransport;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * The one client of a server on stdin and stdout.
 *
 * <p>In place of the SDK's own (2.1.0), which lets a cancelled call go on, stops reading for good at the first line that it
 * cannot read, and tells nobody that the client has gone.
 */
final class ClientConnection implements McpServerTransportProvider, McpServerTransport {

    private static final String CANCELLED = "notifications/cancelled";
    private static final String GREETED = McpSchema.METHOD_NOTIFICATION_INITIALIZED;

    /** Far more than a tool takes, so that almost all that is too much is refused by the tool, in words for the model. */
    private static final int MAX_MESSAGE = 4 << 20;

    private static final int MAX_NAME = 60;
    private static final String NO_MESSAGE = "a line is no message of JSON-RPC 2.0";

    private final McpJsonMapper json;
    private final MessageReader input;
    private final MessageWriter writer;
    private final RequestCheck requests;
    private final Map<Object, Disposable> calls = new ConcurrentHashMap<>();
    private @Nullable McpServerSession session;
    private boolean isGreeted;

    ClientConnection(McpJsonMapper json, InputStream input, MessageWriter writer, RequestCheck requests) {
        this.json = json;
        this.input = new MessageReader(input, MAX_MESSAGE);
        this.writer = writer;
        this.requests = requests;
    }

    @Override
    public void setSessionFactory(McpServerSession.Factory factory) {
        session = factory.create(this);
    }

    /** Answers the client until it says no more, and cancels then what it still waits for. */
    void serve() throws IOException {
        McpServerSession server = Objects.requireNonNull(session, "session");
        while (true) {
            try {
                String line = input.next();
                if (line == null) {
                    break;
                }
                if (!line.isBlank()) {
                    receive(line, server);
                }
            } catch (MessageReader.TooLongException e) {
                refuse(
                        e.head(),
                        ErrorCodes.INVALID_REQUEST,
                        "a message can have at most " + MAX_MESSAGE + " bytes",
                        server);
            }
        }
        calls.values().forEach(Disposable::dispose);
    }

    private void receive(String line, McpServerSession server) throws IOException {
        MessageHead head = MessageHead.of(new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)), true);
        if (head.kind() == MessageHead.Kind.UNREADABLE) {
            refuse(head, ErrorCodes.PARSE_ERROR, "a line is no JSON", server);
            return;
        }
        String repeated = head.repeated();
        if (repeated != null) {
            refuse(head, ErrorCodes.INVALID_REQUEST, "an object has the field " + shown(repeated) + " twice", server);
            return;
        }
        if (head.kind() == MessageHead.Kind.OTHER) {
            refuse(head, ErrorCodes.INVALID_REQUEST, NO_MESSAGE, server);
            return;
        }
        JSONRPCMessage message;
        try {
            message = McpSchema.deserializeJsonRpcMessage(json, line);
        } catch (IOException | IllegalArgumentException | NullPointerException e) {
            // the SDK expects a value of JSON to be an object, and its members to be there
            refuse(head, ErrorCodes.INVALID_REQUEST, NO_MESSAGE, server);
            return;
        }
        if (message instanceof JSONRPCRequest request) {
            answer(request, server);
        } else if (message instanceof JSONRPCNotification note && note.method().equals(CANCELLED)) {
            cancel(note.params());
        } else {
            isGreeted |=
                    message instanceof JSONRPCNotification note && note.method().equals(GREETED);
            server.handle(message).subscribe(none -> {}, error -> {});
        }
    }

    /** The SDK would have all but the greeting wait for it, for ever. */
    private void answer(JSONRPCRequest request, McpServerSession server) throws IOException {
        RequestCheck.Fault fault = requests.fault(request, isGreeted);
        if (fault != null) {
            refuse(request.id(), fault.code(), fault.message());
        } else if (request.method().equals(McpSchema.METHOD_PING)) {
            writer.write(json.writeValueAsString(JSONRPCResponse.result(request.id(), Map.of())));
        } else {
            begin(request, server);
        }
    }

    private void begin(JSONRPCRequest request, McpServerSession server) {
        // it may be over before it can be put there
        Disposable.Swap call = Disposables.swap();
        calls.put(request.id(), call);
        call.update(server.handle(request)
                .doFinally(end -> calls.remove(request.id(), call))
                .subscribe(none -> {}, error -> {}));
    }

    /** Interrupts the thread that carries out the call. As the protocol wants it, there will be no answer. */
    private void cancel(@Nullable Object params) {
        Object id = params instanceof Map<?, ?> fields ? fields.get("requestId") : null;
        Disposable call = id == null ? null : calls.get(id);
        if (call != null) {
            call.dispose();
        }
    }

    /** Answers what cannot be taken, so that nobody waits for it. */
    private void refuse(MessageHead head, int code, String why, McpServerSession server) throws IOException {
        if (head.kind() == MessageHead.Kind.RESPONSE && head.id() != null) {
            // what was asked is not answered; the SDK would wait for it until its time is up
            server.handle(JSONRPCResponse.error(head.id(), new JSONRPCResponse.JSONRPCError(code, why, null)))
                    .subscribe(none -> {}, error -> {});
        } else if (head.kind() != MessageHead.Kind.NOTIFICATION) {
            refuse(head.id(), code, why);
        }
    }

    private void refuse(@Nullable Object id, int code, String why) throws IOException {
        writer.write("{\"jsonrpc\":\"2.0\",\"id\":" + json.writeValueAsString(id) + ",\"error\":{\"code\":" + code
                + ",\"message\":" + json.writeValueAsString(why) + "}}");
    }

    /** Returns a name that the client has given, within a limit. */
    static String shown(String name) {
        return "\"" + (name.length() > MAX_NAME ? name.substring(0, MAX_NAME) + "…" : name) + "\"";
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        return Mono.fromCallable(() -> {
                    writer.write(json.writeValueAsString(message));
                    return message;
                })
                .then();
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return json.convertValue(data, type);
    }

    @Override
    public Mono<Void> notifyClients(String method, Object params) {
        return Objects.requireNonNull(session, "session").sendNotification(method, params);
    }

    @Override
    public List<String> protocolVersions() {
        return McpServerTransport.super.protocolVersions();
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.fromRunnable(this::close);
    }

    @Override
    public void close() {
        calls.values().forEach(Disposable::dispose);
    }
}
