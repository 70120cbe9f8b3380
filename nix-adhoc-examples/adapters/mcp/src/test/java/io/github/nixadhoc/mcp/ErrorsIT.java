package io.github.nixadhoc.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.testkit.NixSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the errors of JSON-RPC, each of which reaches the caller that waits for it. */
@Timeout(300)
class ErrorsIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "this is no JSON | null | -32700",
                "{'jsonrpc':'2.0','id':1 | null | -32700",
                "{} {} | null | -32700",
                "[] | null | -32600",
                "[{'jsonrpc':'2.0','id':1,'method':'ping'}] | null | -32600",
                "null | null | -32600",
                "5 | null | -32600",
                "'text' | null | -32600",
                "{} | null | -32600",
                "{'jsonrpc':'2.0','id':'abc'} | 'abc' | -32600",
                "{'jsonrpc':'2.0','id':7,'method':5} | 7 | -32600",
                "{'id':7,'method':'ping'} | 7 | -32600",
                "{'jsonrpc':'2.0','id':7,'id':8,'method':'ping'} | null | -32600",
                "{'jsonrpc':'2.0','id':7,'method':'ping','method':'ping'} | 7 | -32600",
                "{'jsonrpc':'2.0','id':7,'method':'no/such'} | 7 | -32601",
                "{'jsonrpc':'2.0','id':'x','method':'server/discover'} | 'x' | -32601",
                "{'jsonrpc':'2.0','id':7,'method':''} | 7 | -32601",
                "{'jsonrpc':'2.0','id':7,'method':'tools/call'} | 7 | -32602",
                "{'jsonrpc':'2.0','id':7,'method':'tools/call','params':{}} | 7 | -32602",
                "{'jsonrpc':'2.0','id':7,'method':'tools/call','params':[1]} | 7 | -32602",
                "{'jsonrpc':'2.0','id':7,'method':'tools/call','params':5} | 7 | -32602",
                "{'jsonrpc':'2.0','id':7,'method':'tools/call','params':{'name':5}} | 7 | -32602",
                "{'jsonrpc':'2.0','id':7,'method':'tools/call','params':{'name':'nix_run','arguments':'x'}} | 7 | -32602",
                "{'jsonrpc':'2.0','id':7,'method':'tools/call','params':{'name':'nix_none'}} | 7 | -32602",
                "{'jsonrpc':'2.0','id':7,'method':'tools/list','params':[]} | 7 | -32602",
                "{'jsonrpc':'2.0','id':7,'method':'initialize'} | 7 | -32602",
                "{'jsonrpc':'2.0','id':7,'method':'initialize','params':{'protocolVersion':5}} | 7 | -32602",
            })
    void anErrorHasTheCodeOfTheSpecificationAndTheIdOfItsRequest(String line, String id, String code) throws Exception {
        try (RawClient client = RawClient.connect(sandbox)) {
            client.say(line);

            assertThat(client.line("{\"jsonrpc\":\"2.0\",\"id\":" + id.replace('\'', '"') + ","))
                    .contains("\"error\":{\"code\":" + code + ",\"message\":\"")
                    .doesNotContain("java.", "io.modelcontextprotocol", "because \\\"");
        }
    }

    @Test
    void aToolThatThereIsNotIsNamed() throws Exception {
        try (RawClient client = RawClient.connect(sandbox)) {
            client.call(1, "nix_none", "{}");

            assertThat(client.answer(1))
                    .contains("there is no tool \\\"nix_none\\\"; there are nix_search, nix_plan, nix_run");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'nix_run','arguments':"
                        + "{'packages':['cowsay'],'packages':['two-streams']}}}",
                "{'method':'tools/call','params':{'name':'nix_run','name':'nix_plan','arguments':"
                        + "{'packages':['cowsay']}},'jsonrpc':'2.0','id':1}",
                "{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'nix_run','arguments':"
                        + "{'packages':['cowsay'],'args':[],'\\u0061rgs':['moo']}}}",
                "{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'nix_plan'},'params':"
                        + "{'name':'nix_run','arguments':{'packages':['cowsay']}}}",
            })
    void aFieldThatIsThereTwiceIsRefusedAndNothingRuns(String line) throws Exception {
        try (RawClient client = RawClient.connect(sandbox)) {
            client.say(line);

            assertThat(client.answer(1)).contains("\"code\":-32600", "twice");
        }
        assertThat(sandbox.storePaths()).noneMatch(path -> path.toString().endsWith("-1.0"));
    }

    /** The clients of some languages write the id last. */
    @Test
    void theCallerOfARequestThatIsTooLargeIsToldWhereverItsIdStands() throws Exception {
        String large = "x".repeat(5 << 20);
        String params =
                "'method':'tools/call','params':{'name':'nix_run','id':99,'arguments':{'args':['" + large + "']}}";
        try (RawClient client = RawClient.connect(sandbox)) {
            client.say("{'jsonrpc':'2.0','id':1," + params + "}");
            assertThat(client.answer(1)).contains("-32600", "at most 4194304 bytes");
            client.say("{" + params + ",'jsonrpc':'2.0','id':2}");
            assertThat(client.answer(2)).contains("-32600", "at most 4194304 bytes");
            client.say("{" + params + ",'jsonrpc':'2.0','id':'three'}");
            assertThat(client.line("{\"jsonrpc\":\"2.0\",\"id\":\"three\",")).contains("-32600");
            client.say("{'jsonrpc':'2.0','id':'" + large + "','method':'ping'}");
            assertThat(client.line("{\"jsonrpc\":\"2.0\",\"id\":null,")).contains("-32600");

            client.say("{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'reason':'" + large + "'}}");
            client.say("{'jsonrpc':'2.0','id':4,'method':'ping'}");
            assertThat(client.answer(4)).contains("\"result\":{}");
            assertThat(client.seen().stream().filter(line -> line.contains("\"error\"")))
                    .hasSize(4);
        }
    }

    @Test
    void anAnswerThatIsTooLargeCountsAsNoAgreement() throws Exception {
        try (RawClient client = new RawClient(ServerCommand.of(sandbox), ServerCommand.environment(sandbox))) {
            client.say("{'jsonrpc':'2.0','id':0,'method':'initialize','params':{'protocolVersion':'2025-06-18',"
                    + "'capabilities':{'elicitation':{}},'clientInfo':{'name':'test','version':'1'}}}");
            client.answer(0);
            client.say("{'jsonrpc':'2.0','method':'notifications/initialized'}");
            client.run(1, "{'packages':['cowsay']}");
            String question = client.lineWith("elicitation/create");
            String id = question.replaceFirst(".*\"id\":(\"[^\"]*\"|\\d+).*", "$1");

            client.say("{'jsonrpc':'2.0','id':" + id + ",'result':{'action':'accept','content':{'x':'"
                    + "x".repeat(5 << 20) + "'}}}");

            assertThat(client.answer(1)).contains("\"isError\":true").doesNotContain("exited");
        }
    }
}
