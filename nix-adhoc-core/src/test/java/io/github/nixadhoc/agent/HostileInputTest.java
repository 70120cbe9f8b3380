package io.github.nixadhoc.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.policy.Policies;
import io.github.nixadhoc.testing.RecordingExecutor;
import io.github.nixadhoc.testing.StubResult;
import io.github.nixadhoc.testkit.NixlessClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Hostile input of a model. Each gets a short reply at once, and nothing runs. */
@Timeout(60)
class HostileInputTest {

    private final RecordingExecutor executor = RecordingExecutor.create();

    @TempDir
    private Path folder;

    private NixClient client;
    private NixTool tool;

    @BeforeEach
    void open() {
        executor.answer(spec -> true, StubResult.stdout(""));
        client = NixlessClient.builder(executor).policy(Policies.forAgents()).build();
        tool = NixTool.builder(client).directory(folder).build();
    }

    @AfterEach
    void close() {
        tool.close();
        client.close();
    }

    private static Arguments json(String name, String text) {
        return Arguments.of(name, text);
    }

    /** Around a field, what is needed for it to be the only mistake. */
    private static Arguments field(String name, String field) {
        return json(name, "{\"packages\":[\"jq\"]," + field + "}");
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                json("ten megabytes of text", "{\"packages\":[\"" + "x".repeat(10 << 20) + "\"]}"),
                json("ten megabytes of blanks", " ".repeat(10 << 20)),
                json("ten megabytes of names", "{\"" + "x".repeat(10 << 20) + "\":1}"),
                json("ten thousand fields", manyFields()),
                json("a hundred thousand lists", "[".repeat(100_000)),
                json("a hundred thousand lists, closed", "[".repeat(100_000) + "]".repeat(100_000)),
                json("lists as deep as fits", "{\"packages\":" + "[".repeat(60_000)),
                json("objects as deep as fits", "{\"a\":".repeat(10_000)),
                field("lists in a list", "\"args\":[[[[[[[[[[\"x\"]]]]]]]]]]"),
                field("a name twice", "\"args\":[],\"args\":[\"--force\"]"),
                field("a name twice, once escaped", "\"args\":[],\"\\u0061rgs\":[\"--force\"]"),
                field("the packages twice", "\"packages\":[\"nmap\"]"),
                field("half a pair, escaped", "\"args\":[\"\\ud800\"]"),
                field("the other half", "\"args\":[\"\\udc00x\"]"),
                field("halves in the wrong order", "\"args\":[\"\\udc00\\ud800\"]"),
                field("half a pair as it is", "\"args\":[\"\uD800\"]"),
                field("half a pair for stdin", "\"stdin\":\"\\ud800\""),
                field("half a pair for a directory", "\"directory\":\"\\ud800\""),
                json("half a pair for a package", "{\"packages\":[\"jq\\ud800\"]}"),
                field("half a pair for a program", "\"program\":\"\\ud800\""),
                field("NUL in an argument", "\"args\":[\"a\\u0000b\"]"),
                json("NUL in a package", "{\"packages\":[\"jq\\u0000\"]}"),
                field("NUL in a program", "\"program\":\"jq\\u0000sh\""),
                field("NUL in a directory", "\"directory\":\".\\u0000/..\""),
                field("NUL between", "\u0000\"args\":[]"),
                field("a newline within a text", "\"args\":[\"a\nb\"]"),
                field("NaN", "\"timeout_seconds\":NaN"),
                field("infinity", "\"timeout_seconds\":Infinity"),
                field("minus infinity", "\"timeout_seconds\":-Infinity"),
                field("beyond all doubles", "\"timeout_seconds\":1e400"),
                field("below all doubles", "\"timeout_seconds\":1e-400"),
                field("a billion digits", "\"timeout_seconds\":1e999999999"),
                field("sixty thousand digits", "\"timeout_seconds\":" + "9".repeat(60_000)),
                field("beyond all longs", "\"timeout_seconds\":18446744073709551617"),
                field("minus nothing", "\"timeout_seconds\":-0"),
                field("less than nothing", "\"timeout_seconds\":-1"),
                field("hexadecimal", "\"timeout_seconds\":0x10"),
                field("octal", "\"timeout_seconds\":010"),
                field("a text for a number", "\"timeout_seconds\":\"one\""),
                field("a billion digits in a text", "\"timeout_seconds\":\"1e999999999\""),
                field("sixty thousand digits in a text", "\"timeout_seconds\":\"" + "9".repeat(60_000) + "\""),
                field("a list for a number", "\"timeout_seconds\":[1]"),
                field("a number for true", "\"background\":1"),
                field("a text for true", "\"background\":\"1\""),
                field("an object for a text", "\"program\":{\"name\":\"sh\"}"),
                field("a list for a text", "\"directory\":[\"/\"]"),
                field("null in a list", "\"args\":[null]"),
                field("a fraction in a list", "\"args\":[1.50]"),
                field("a list and more in a text", "\"args\":\"[],\\\"script\\\":1\""),
                field("a list as deep as fits in a text", "\"args\":\"" + "[".repeat(60_000) + "\""),
                field("words with marks in a text", "\"args\":\"\u202e \u2028 \\u001b[2J\""),
                field("an object in a list", "\"args\":[{\"$ref\":\"x\"}]"),
                json("an object for a list", "{\"packages\":{\"0\":\"jq\"}}"),
                json("a text for a list", "{\"packages\":\"jq nmap\"}"),
                json("a text in a text in a text", "\"\\\"{}\\\"\""),
                json("more packages than may be", "{\"packages\":[" + "\"jq\",".repeat(20) + "\"jq\"]}"),
                field("a field of nobody's", "\"__proto__\":{\"policy\":\"allow\"}"),
                field("a policy of one's own", "\"policy\":\"allow\""),
                field("a decision of one's own", "\"decision\":{\"allow\":true}"),
                field("a script where there is none", "\"script\":\"id\""),
                json("text", "\"packages\""),
                json("null", "null"),
                json("a number", "1"),
                json("no end", "{\"packages\":[\"jq\"]"),
                json("too many ends", "{\"packages\":[\"jq\"]}}"),
                json("two objects", "{\"packages\":[\"jq\"]}{\"packages\":[\"nmap\"]}"),
                json("two objects in a text", "\"{\\\"packages\\\":[\\\"jq\\\"]}{}\""),
                json("a comment", "{\"packages\":[\"jq\"]/* allowed */}"),
                json("a comma too many", "{\"packages\":[\"jq\",]}"),
                json("single quotes", "{'packages':['jq']}"),
                json("no quotes", "{packages:[jq]}"),
                json("XML", "<packages>jq</packages>"));
    }

    private static String manyFields() {
        return IntStream.range(0, 5_000)
                        .mapToObj(i -> "\"f" + i + "\":1")
                        .reduce("{\"packages\":[\"jq\"]", (a, b) -> a + "," + b)
                + "}";
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void noHostileTextRunsAnything(String name, String json) {
        assertRefused(tool.call("nix_run", json));
        assertRefused(tool.call("nix_plan", json));
    }

    static Stream<Arguments> values() {
        List<Object> itself = new ArrayList<>();
        itself.add(itself);
        Map<String, Object> within = new HashMap<>();
        within.put("a", within);
        return Stream.of(
                Arguments.of("timeout_seconds", Double.NaN),
                Arguments.of("timeout_seconds", Double.POSITIVE_INFINITY),
                Arguments.of("timeout_seconds", Float.MIN_VALUE),
                Arguments.of("timeout_seconds", new byte[] {1}),
                Arguments.of("args", itself),
                Arguments.of("args", within),
                Arguments.of("args", Arrays.asList("a", null)),
                Arguments.of("args", List.of(List.of("a"))),
                Arguments.of("args", new String[] {"a"}),
                Arguments.of("args", Collections.nCopies(100_000, "x")),
                Arguments.of("args", List.of("\uD800")),
                Arguments.of("args", List.of("a\0b")),
                Arguments.of("program", 'x'),
                Arguments.of("stdin", new StringBuilder("text")),
                Arguments.of("stdin", "x".repeat(10 << 20)),
                Arguments.of("x".repeat(10 << 20), "x"),
                Arguments.of("packages", List.of("jq", "--impure")));
    }

    @ParameterizedTest
    @MethodSource("values")
    void noHostileValueRunsAnything(String name, Object value) {
        Map<String, Object> input = new HashMap<>(Map.of("packages", List.of("jq")));
        input.put(name, value);

        assertRefused(tool.call("nix_run", input));
    }

    private void assertRefused(ToolReply reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(ToolStatus.INVALID);
        assertThat(reply.text().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1024);
        assertThat(reply.text().lines()).hasSize(2);
        assertThat(reply.text().replace("\n", "")).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}]");
        assertThat(executor.recorded()).isEmpty();
    }
}
