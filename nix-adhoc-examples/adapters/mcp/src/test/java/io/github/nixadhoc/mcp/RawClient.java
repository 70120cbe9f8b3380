package io.github.nixadhoc.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.Waits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Talks to the server line by line, and says what no well-behaved client would. */
final class RawClient implements AutoCloseable {

    private final Process server;
    private final OutputStream input;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> seen = new ArrayList<>();
    private final Thread reader;

    RawClient(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment);
        server = builder.start();
        input = server.getOutputStream();
        reader = new Thread(this::read, "raw-client");
        reader.start();
    }

    /** Starts a server that asks nobody, and makes its acquaintance. */
    static RawClient connect(NixSandbox sandbox, String... options) throws Exception {
        List<String> command = new ArrayList<>(ServerCommand.of(sandbox, options));
        command.add("--unattended");
        RawClient client = new RawClient(command, ServerCommand.environment(sandbox));
        client.greet();
        return client;
    }

    /** Says what each conversation begins with. */
    void greet() throws Exception {
        say("{'jsonrpc':'2.0','id':0,'method':'initialize','params':{'protocolVersion':'2025-06-18',"
                + "'capabilities':{},'clientInfo':{'name':'test','version':'1'}}}");
        assertThat(answer(0)).contains("\"protocolVersion\":\"2025-06-18\"");
        say("{'jsonrpc':'2.0','method':'notifications/initialized'}");
    }

    /** Calls {@code nix_run}, and waits for nothing. */
    void run(int id, String arguments) throws IOException {
        call(id, "nix_run", arguments);
    }

    void call(int id, String tool, String arguments) throws IOException {
        say("{'jsonrpc':'2.0','id':" + id + ",'method':'tools/call','params':{'name':'" + tool + "','arguments':"
                + arguments + "}}");
    }

    /** Writes a line, in which single quotes stand for double ones. */
    void say(String line) throws IOException {
        input.write((line.replace('\'', '"') + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
    }

    /** Says no more. */
    void hangUp() throws IOException {
        input.close();
    }

    String answer(int id) throws InterruptedException {
        return line("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",");
    }

    /** Waits for the next line that begins so; the others remain in {@link #seen}. */
    String line(String beginning) throws InterruptedException {
        while (true) {
            String line = lines.poll(Waits.LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(line).as("%s after %s", beginning, seen).isNotNull();
            seen.add(line);
            if (line.startsWith(beginning)) {
                return line;
            }
        }
    }

    /** Waits for the next line that contains a text. */
    String lineWith(String text) throws InterruptedException {
        while (true) {
            String line = line("");
            if (line.contains(text)) {
                return line;
            }
        }
    }

    /** Returns all lines so far; after the end of the server, all. */
    List<String> seen() {
        if (!server.isAlive()) {
            Waits.forEnd(reader);
        }
        lines.drainTo(seen);
        return seen;
    }

    Process server() {
        return server;
    }

    /** Whether a program runs that the server has started, and has started its own. */
    boolean hasSleeper() {
        return server.descendants()
                .anyMatch(process -> process.info().command().orElse("").endsWith("/sleep"));
    }

    private void read() {
        try (BufferedReader output = server.inputReader(StandardCharsets.UTF_8)) {
            output.lines().forEach(lines::add);
        } catch (IOException e) {
            // it has been killed
        }
    }

    /** Hangs up and waits for the end of the server. */
    @Override
    public void close() throws IOException {
        hangUp();
        try {
            int unused = Waits.forExit(server);
            Waits.forEnd(reader);
        } finally {
            server.destroyForcibly();
        }
    }
}
