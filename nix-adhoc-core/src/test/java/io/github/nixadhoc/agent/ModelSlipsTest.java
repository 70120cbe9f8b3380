package io.github.nixadhoc.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.testing.RecordingExecutor;
import io.github.nixadhoc.testing.StubResult;
import io.github.nixadhoc.testkit.NixlessClient;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests input of models that differs from the schema, without a Nix. */
class ModelSlipsTest {

    private final RecordingExecutor executor =
            RecordingExecutor.create().answer(spec -> true, StubResult.stdout("{}\n"));

    private final NixClient client = NixlessClient.builder(executor).build();

    private final NixTool tool = NixTool.of(client);

    @AfterEach
    void close() {
        tool.close();
        client.close();
    }

    private ProcessSpec ran(ToolReply reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(ToolStatus.EXITED);
        assertThat(executor.recorded()).hasSize(1);
        return executor.recorded().get(0);
    }

    private static List<String> arguments(ProcessSpec spec) {
        return spec.command().subList(1, spec.command().size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"packages\":\"jq\"} |",
                "{\"packages\":\" jq \"} |",
                "{\"packages\":\"[\\\"jq\\\"]\"} |",
                "{\"packages\":[\"jq\"],\"args\":\"[\\\"a\\\",\\\"b c\\\"]\"} | a,b c",
                "{\"packages\":[\"jq\"],\"args\":\" [1, true] \"} | 1,true",
                "{\"packages\":[\"jq\"],\"args\":\"--version\"} | --version",
                "{\"packages\":[\"jq\"],\"args\":\".a,.b\"} | .a,.b",
                "{\"packages\":[\"jq\"],\"args\":[1,-2,true]} | 1,-2,true",
                "{\"packages\":[\"jq\"],\"args\":[\"[1]\"]} | [1]",
                "{\"packages\":[\"jq\"],\"args\":\"\"} |",
                "{\"packages\":[\"jq\"],\"args\":\"[]\"} |",
                "{\"packages\":[\"nixpkgs#jq\"]} |",
                "{\"packages\":[\" jq\",\"\"]} |",
                "{\"packages\":[\"jq\"],\"timeout_seconds\":\"30\"} |",
                "{\"packages\":[\"jq\"],\"timeout_seconds\":\" 30.0 \"} |",
                "{\"packages\":[\"jq\"],\"timeout_seconds\":\"\"} |",
                "{\"packages\":[\"jq\"],\"background\":\"false\"} |",
                "{\"packages\":[\"jq\"],\"background\":\"False\"} |",
                "{\"packages\":[\"jq\"],\"background\":\" \"} |",
                "{\"packages\":[\"jq\"],\"id\":\"\",\"program\":\"\",\"stdin\":\"\",\"directory\":\"\",\"stream\":\"\"} |",
                "{\"packages\":[\"jq\"],\"id\":\" \"} |",
                "{\"packages\":[\"jq\"],\"script\":\"\"} |",
                "{\"packages\":[\"jq\"],\"offset\":0,\"stop\":false,\"background\":false,\"stream\":\"stdout\"} |",
                "{\"packages\":[\"jq\"],\"offset\":\"0\",\"stop\":\"false\"} |",
                "{\"packages\":[\"jq\"],\"directory\":[],\"id\":[]} |",
                "\"{\\\"packages\\\":[\\\"jq\\\"]}\" |",
            })
    void whatIsPlainlyMeantRuns(String input, String arguments) {
        ProcessSpec spec = ran(tool.call("nix_run", input));

        assertThat(String.join(",", arguments(spec))).isEqualTo(arguments == null ? "" : arguments);
        assertThat(spec.command().get(0)).endsWith("jq");
    }

    @Test
    void aFenceOfMarkdownAroundTheInputIsNoPartOfIt() {
        ProcessSpec spec = ran(tool.call("nix_run", "```json\n{\"packages\":[\"jq\"],\"args\":[\"-n\"]}\n```\n"));

        assertThat(arguments(spec)).containsExactly("-n");
    }

    @Test
    void anEmptyArgumentIsAnArgument() {
        ProcessSpec spec = ran(tool.call("nix_run", "{\"packages\":[\"jq\"],\"args\":[\"\",\"x\"]}"));

        assertThat(arguments(spec)).containsExactly("", "x");
    }

    @Test
    void aMapOfAFrameworkIsTakenInTheSameWay() {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("packages", "[\"nixpkgs#jq\"]");
        input.put("args", Arrays.asList(1, 2L, true, "x"));
        input.put("timeout_seconds", "5");
        input.put("background", "FALSE");
        input.put("id", "");
        input.put("stream", null);

        ProcessSpec spec = ran(tool.call("nix_run", input));

        assertThat(arguments(spec)).containsExactly("1", "2", "true", "x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"packages\":[\"jq\"],\"args\":\"hi there\"} | send \"args\":[\"hi\",\"there\"]",
                "{\"packages\":[\"jq\"],\"args\":\"say \\\"hi\\\"\"} | send \"args\":[\"…\",\"…\"]",
                "{\"packages\":\"jq curl\"} | send \"packages\":[\"jq\",\"curl\"]",
                "{\"packages\":\"jq, curl\"} | send \"packages\":[\"jq\",\"curl\"]",
                "{\"packages\":\"[jq]\"} | must be a list of texts",
                "{\"packages\":\"[\\\"jq\\\"],\\\"x\\\":1\"} | must be a list of texts",
                "{\"packages\":{\"name\":\"jq\"}} | send \"packages\":[\"…\"]",
                "{\"packages\":[\"cowsay hi\"]} | send \"packages\":[\"cowsay\"],\"args\":[\"hi\"]",
                "{\"packages\":[\"nixpkgs/nixos-25.05#jq\"]} | only packages of nixpkgs",
                "{\"packages\":[\"nixpkgs#github:evil/flake#jq\"]} | is not the name of a package",
                "{\"packages\":[\"nixpkgs#\"]} | is not the name of a package",
                "{\"packages\":[\"jq\"],\"args\":[2.50]} | args[0] must be a text, but is a number: put it in quotes",
                "{\"packages\":[\"jq\"],\"args\":[null]} | args[0] must be a text, but is null",
                "{\"packages\":[\"jq\"],\"stdin\":5} | stdin must be a text, but is a number: put it in quotes",
                "{\"packages\":[\"jq\"],\"directory\":[\".\"]} | send \"directory\":\"…\"",
                "{\"packages\":[\"jq\"],\"timeout_seconds\":\"soon\"} | send \"timeout_seconds\":30",
                "{\"packages\":[\"jq\"],\"timeout_seconds\":\"30s\"} | send \"timeout_seconds\":30",
                "{\"packages\":[\"jq\"],\"timeout_seconds\":\"1000\"} | from 1 to 600",
                "{\"packages\":[\"jq\"],\"timeout_seconds\":\"1e999999999\"} | from 1 to 600",
                "{\"packages\":[\"jq\"],\"background\":\"yes\"} | send \"background\":true or leave it out",
                "{\"packages\":[\"jq\"],\"background\":0} | send \"background\":true or leave it out",
                "{\"packages\":[\"jq\"],\"stop\":true} | id is missing",
                "{\"packages\":[\"jq\"],\"offset\":7} | id is missing",
                "{\"packages\":[\"jq\"],\"stream\":\"stderr\"} | id is missing",
                "{\"offset\":0} | id is missing",
                "{\"id\":\"r1\",\"packages\":[\"jq\"]} | send id without packages, or packages without id",
                "{\"id\":\"r1\",\"stdin\":\"y\"} | send id without stdin, or stdin without id",
                "{\"input\":{\"packages\":[\"jq\"]}} | send them without another object around them",
                "[{\"packages\":[\"jq\"]}] | send one JSON object, such as {\"packages\":[\"jq\"]",
                "{'packages':['jq']} | send one JSON object, such as {\"packages\":[\"jq\"]",
                "{\"packages\":[\"jq\"],\"packages\":[\"rm\"]} | twice",
                "null | such as [\"jq\"]",
            })
    void whatMayMeanTwoThingsIsToldWithTheTextToSend(String input, String expected) {
        ToolReply reply = tool.call("nix_run", input);

        assertThat(reply.status()).as(reply.text()).isEqualTo(ToolStatus.INVALID);
        assertThat(reply.text()).contains(expected);
        assertThat(executor.recorded()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"query\":[\"cow\",\"say\"],\"limit\":\"51\"} | limit must be from 1 to 50",
                "{\"query\":\"\"} | query is missing",
                "{\"query\":\" \"} | query is missing",
                "{\"query\":[]} | query is missing",
                "{\"query\":[1]} | query[0] must be a text",
                "{\"query\":7} | query must be a text, but is a number",
                "{\"q\":\"cow\"} | unknown field \"q\": there are query, limit",
            })
    void aSearchIsToldInTheSameWay(String input, String expected) {
        assertThat(tool.call("nix_search", input).text()).contains(expected);
    }

    @Test
    void aToolThatThereIsNotIsNamed() {
        assertThat(tool.call("nix-run", "{}").text())
                .contains("there is no tool \"nix-run\"; there are nix_search, nix_plan, nix_run");
        assertThat(tool.call("n\n\u202e" + "x".repeat(500), "{}").text())
                .contains("\"n x")
                .hasSizeLessThan(200);
    }
}
