package io.github.nixadhoc.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.ToolSandbox;
import io.github.nixadhoc.testkit.Waits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the lines on stdin and stdout. Closing the sandbox fails where a process still runs. */
@Timeout(300)
class ProtocolIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    @Test
    void aCancelledCallStopsItsProgramAndGetsNoAnswer() throws Exception {
        try (RawClient client = RawClient.connect(sandbox)) {
            client.run(1, "{'packages':['sleeper']}");
            Waits.until(client::hasSleeper);

            client.say(
                    "{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':1,'reason':'bored'}}");
            Waits.until(() -> client.server().descendants().findAny().isEmpty());
            client.run(2, "{'packages':['cowsay'],'args':['moo']}");

            assertThat(client.answer(2)).contains("< moo >");
            assertThat(client.seen()).noneMatch(line -> line.contains("\"id\":1,"));
        }
    }

    @Test
    void aCancellationOfAnUnknownOrEndedCallIsIgnored() throws Exception {
        try (RawClient client = RawClient.connect(sandbox)) {
            client.say("{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':0}}");
            client.say("{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':'nobody'}}");
            client.say("{'jsonrpc':'2.0','method':'notifications/cancelled'}");
            client.say("{'jsonrpc':'2.0','id':1,'method':'ping'}");

            assertThat(client.answer(1)).contains("\"result\":{}");
        }
    }

    @Test
    void theEndOfStdinEndsTheServerAndAllThatItHasStarted() throws Exception {
        try (RawClient client = RawClient.connect(sandbox)) {
            client.run(1, "{'packages':['sleeper'],'background':true}");
            client.answer(1);
            client.run(2, "{'packages':['sleeper']}");
            Waits.until(client::hasSleeper);

            client.hangUp();

            Waits.forExit(client.server());
            assertThat(client.server().exitValue()).isZero();
        }
    }

    @Test
    void aServerThatIsTerminatedEndsAllThatItHasStarted() throws Exception {
        try (RawClient client = RawClient.connect(sandbox)) {
            client.run(1, "{'packages':['sleeper']}");
            Waits.until(client::hasSleeper);

            client.server().destroy();

            Waits.forExit(client.server());
        }
    }

    @Test
    void theLineAfterAnInvalidOneIsAnswered() throws Exception {
        List<String> lines = List.of(
                "this is no JSON",
                "\ufeff{}",
                "null",
                "5",
                "'text'",
                "{}",
                "[{'jsonrpc':'2.0','id':1,'method':'ping'}]",
                "[".repeat(100_000),
                "{'jsonrpc':'2.0'}",
                "{'jsonrpc':'2.0','id':'abc'}",
                "{'jsonrpc':'2.0','id':null,'method':'ping'}",
                "{'jsonrpc':'2.0','id':{},'method':'ping'}",
                "{'jsonrpc':'2.0','id':1,'method':null}",
                "{'jsonrpc':'2.0','method':null}",
                "{'jsonrpc':'2.0','id':null,'result':{}}",
                "{'jsonrpc':'2.0','id':1,'error':5}",
                "{'id':1,'method':'ping'}");
        try (RawClient client = RawClient.connect(sandbox)) {
            for (String line : lines) {
                client.say("");
                client.say(line);
                client.say("{'jsonrpc':'2.0','id':2,'method':'ping'}");

                assertThat(client.answer(2)).contains("\"result\":{}");
            }
            // all but the answer to what nobody has asked
            assertThat(client.seen())
                    .filteredOn(line -> line.contains("\"error\""))
                    .hasSize(lines.size() - 1)
                    .allSatisfy(line -> assertThat(line).containsAnyOf("-32700", "-32600"));
        }
    }

    @Test
    void aDumpOfTheThreadsDoesNotReachStdout() throws Exception {
        try (RawClient client = RawClient.connect(sandbox)) {
            for (int i = 0; i < 3; i++) {
                Process kill = new ProcessBuilder(
                                "kill", "-QUIT", Long.toString(client.server().pid()))
                        .start();
                assertThat(Waits.forExit(kill)).isZero();
            }
            client.run(1, "{'packages':['two-streams']}");
            assertThat(client.answer(1)).contains("to stdout");
            client.hangUp();

            Waits.forExit(client.server());
            assertThat(client.seen()).isNotEmpty().allMatch(line -> line.startsWith("{\"jsonrpc\":\"2.0\""));
        }
    }

    /** What the server cannot write fills the pipe of a client that does not read. */
    @ParameterizedTest
    @ValueSource(
            strings = {"{'jsonrpc':'2.0','id':1,'method':'ping'}", "no JSON", "{'jsonrpc':'2.0','id':1,'method':'x'}"})
    void theServerEndsWithAClientThatDoesNotRead(String line) throws Exception {
        Process server = deafClient();
        try {
            byte[] bytes = (line.replace('\'', '"') + "\n").getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 3000; i++) {
                server.getOutputStream().write(bytes);
            }
            server.getOutputStream().close();

            assertThat(Waits.forExit(server)).isZero();
        } finally {
            server.destroyForcibly();
        }
    }

    @Test
    void theServerEndsWithAClientThatDoesNotReadTheRepliesOfItsTools() throws Exception {
        Process server = deafClient();
        try {
            server.getOutputStream()
                    .write(("{'jsonrpc':'2.0','id':0,'method':'initialize','params':{'protocolVersion':"
                                    + "'2025-06-18','capabilities':{},'clientInfo':{'name':'test','version':'1'}}}\n"
                                    + "{'jsonrpc':'2.0','method':'notifications/initialized'}\n")
                            .replace('\'', '"')
                            .getBytes(StandardCharsets.UTF_8));
            for (int i = 1; i < 200; i++) {
                server.getOutputStream()
                        .write(("{\"jsonrpc\":\"2.0\",\"id\":" + i + ",\"method\":\"tools/list\"}\n")
                                .getBytes(StandardCharsets.UTF_8));
            }
            server.getOutputStream().close();

            assertThat(Waits.forExit(server)).isZero();
        } finally {
            server.destroyForcibly();
        }
    }

    private Process deafClient() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(ServerCommand.of(sandbox, "--unattended"))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(ServerCommand.environment(sandbox));
        return builder.start();
    }

    @Test
    void aRequestThatCannotBeCarriedOutGetsAnError() throws Exception {
        List<String> requests = List.of(
                "'no/such'",
                "''",
                "'tools/call'",
                "'tools/call','params':[1]",
                "'tools/call','params':{'name':5,'arguments':'x'}",
                "'tools/call','params':{'name':'nix_none','arguments':{}}",
                "'initialize'");
        try (RawClient client = RawClient.connect(sandbox)) {
            for (String request : requests) {
                client.say("{'jsonrpc':'2.0','id':1,'method':" + request + "}");

                assertThat(client.answer(1)).contains("\"error\":{\"code\":-32");
            }
        }
    }

    @Test
    void aCallWithoutArgumentsGetsAReply() throws Exception {
        try (RawClient client = RawClient.connect(sandbox)) {
            client.run(1, "null");
            assertThat(client.answer(1)).contains("packages must name", "\"isError\":true");

            client.say("{'jsonrpc':'2.0','id':2,'method':'tools/call','params':{'name':'nix_run'}}");
            assertThat(client.answer(2)).contains("packages must name", "\"isError\":true");
        }
    }

    @Test
    void aRequestBeforeTheGreetingIsRefused() throws Exception {
        try (RawClient client =
                new RawClient(ServerCommand.of(sandbox, "--unattended"), ServerCommand.environment(sandbox))) {
            client.run(1, "{'packages':['cowsay']}");
            assertThat(client.answer(1)).contains("\"code\":-32600", "initialize first");
            client.say("{'jsonrpc':'2.0','id':2,'method':'ping'}");
            assertThat(client.answer(2)).contains("\"result\":{}");

            client.greet();
            client.run(3, "{'packages':['cowsay'],'args':['moo']}");
            assertThat(client.answer(3)).contains("< moo >");
        }
    }

    @Test
    void anUnknownOptionIsRefusedWithThoseThatThereAre() throws Exception {
        Process server = new ProcessBuilder(ServerCommand.of(sandbox, "--no-such")).start();

        Waits.forExit(server);
        assertThat(server.exitValue()).isEqualTo(2);
        assertThat(server.inputReader().lines()).isEmpty();
        assertThat(server.errorReader().lines().toList())
                .startsWith("unknown option --no-such")
                .anyMatch(line -> line.contains("--allow-packages PATTERN..."));
    }

    @Test
    void aReplyIsNoLongerThanItMayBe() throws Exception {
        ToolSandbox.makeVerbose(sandbox);
        try (RawClient client = RawClient.connect(sandbox, "--allow-scripts")) {
            int id = 0;
            for (ToolSandbox.Call call : ToolSandbox.verboseCalls()) {
                client.call(++id, call.tool(), call.input());

                // each half has all, since some clients show a model only one
                Halves halves = Halves.of(client.answer(id));
                assertThat(halves.text().getBytes(StandardCharsets.UTF_8))
                        .hasSizeBetween(1 << 10, ToolSandbox.MOST_OF_A_REPLY);
                assertThat(halves.structured().getBytes(StandardCharsets.UTF_8))
                        .hasSizeBetween(1 << 10, ToolSandbox.MOST_OF_A_REPLY);
            }
        }
    }

    @Test
    void aRequestThatIsTooLargeIsRefused() throws Exception {
        try (RawClient client = RawClient.connect(sandbox)) {
            client.run(1, "{'packages':['cowsay'],'args':['" + "x".repeat(100_000) + "']}");
            assertThat(client.answer(1)).contains("the input is larger than 65536 bytes", "\"isError\":true");

            client.run(2, "{'packages':['cowsay'],'args':['" + "x".repeat(5 << 20) + "']}");
            assertThat(client.answer(2)).contains("at most 4194304 bytes");

            client.run(3, "{'packages':['cowsay'],'args':['moo']}");
            assertThat(client.answer(3)).contains("< moo >");
        }
    }

    @Test
    void severalCallsAtOnceAreAnsweredAsTheyEnd() throws Exception {
        try (RawClient client = RawClient.connect(sandbox)) {
            client.run(1, "{'packages':['sleeper']}");
            for (int id = 2; id < 8; id++) {
                client.run(id, "{'packages':['cowsay'],'args':['" + id + "']}");
            }

            for (int answers = 0; answers < 6; answers++) {
                client.line("{\"jsonrpc\":\"2.0\",\"id\":");
            }
            for (int id = 2; id < 8; id++) {
                String answer = "\"id\":" + id + ",";
                String cow = "< " + id + " >";
                assertThat(client.seen()).anyMatch(line -> line.contains(answer) && line.contains(cow));
            }
            assertThat(client.seen()).noneMatch(line -> line.contains("\"id\":1,"));
        }
    }

    @Test
    void nothingButTheProtocolReachesStdout() throws Exception {
        try (RawClient client = new RawClient(
                ServerCommand.of(NoisyServer.class, sandbox, "--unattended"), ServerCommand.environment(sandbox))) {
            client.greet();
            client.run(1, "{'packages':['two-streams']}");
            assertThat(client.answer(1)).contains("to stdout").contains("to stderr");
            client.hangUp();

            Waits.forExit(client.server());
            assertThat(client.seen()).isNotEmpty().allMatch(line -> line.startsWith("{\"jsonrpc\":\"2.0\""));
        }
    }
}
