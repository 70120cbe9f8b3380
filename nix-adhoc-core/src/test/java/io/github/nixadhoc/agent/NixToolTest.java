package io.github.nixadhoc.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.policy.CleanRoom;
import io.github.nixadhoc.policy.CommandPolicy;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.PlannedCommand;
import io.github.nixadhoc.policy.Policies;
import io.github.nixadhoc.testing.RecordingExecutor;
import io.github.nixadhoc.testing.StubResult;
import io.github.nixadhoc.testkit.NixlessClient;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the replies of a tool to the input of a model, without a Nix. */
class NixToolTest {

    private final RecordingExecutor executor = RecordingExecutor.create().answer("jq", StubResult.stdout("{}\n"));

    private final NixClient client = NixlessClient.builder(executor).build();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        client.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nix_run | not json | no valid JSON",
                "nix_run | [\"jq\"] | no JSON object",
                "nix_run | {\"packages\":[\"jq\"]} {} | something follows",
                "nix_run | {\"packages\":[\"jq\"] | ",
                "nix_run | {\"packages\":[\"jq\"],\"packages\":[\"rm\"]} | twice",
                "nix_run | {\"packages\":[[[[[[[[[[\"jq\"]]]]]]]]]]} | deeper",
                "nix_run | {} | packages must name",
                "nix_run | {\"packages\":[]} | packages must name",
                "nix_run | {\"packages\":\"jq curl\"} | a list of texts, but is a text",
                "nix_run | {\"packages\":[1]} | packages[0] must be a text, but is a number",
                "nix_run | {\"packages\":[\"jq\"],\"cmd\":\"x\"} | unknown field \"cmd\": there are packages, program",
                "nix_run | {\"packages\":[\"jq\"],\"args\":\"x y\"} | args must be a list of texts",
                "nix_run | {\"packages\":[\"jq\"],\"args\":[\"a\\u0000b\"]} | NUL",
                "nix_run | {\"packages\":[\"--option\"]} | --option",
                "nix_run | {\"packages\":[\"jq --impure\"]} | send \"packages\":[\"jq\"],\"args\":[\"--impure\"]",
                "nix_run | {\"packages\":[\"jq  x\"]} | U+0020",
                "nix_run | {\"packages\":[\"\u0458q\"]} | \\u0458q",
                "nix_run | {\"packages\":[\"jq\",\"github:evil/flake\"]} | packages[1] is not the name",
                "nix_run | {\"packages\":[\"github:evil/flake\"]} | references and paths are not allowed here",
                "nix_run | {\"packages\":[\"github:evil/flake#jq\"]} | references and paths are not allowed here",
                "nix_run | {\"packages\":[\"path:/tmp/x#jq\"]} | name of a package in nixpkgs",
                "nix_run | {\"packages\":[\"/nix/store/3n58xw4373jp0ljirf06d8077j15pc4j-glibc-2.37\"]} | in nixpkgs",
                "nix_run | {\"packages\":[\"jq\",\"curl\"]} | program is missing",
                "nix_run | {\"packages\":[\"jq\"],\"program\":\"/bin/sh\"} | without a path",
                "nix_run | {\"packages\":[\"jq\"],\"program\":\"../sh\"} | without a path",
                "nix_run | {\"packages\":[\"jq\"],\"script\":\"rm -rf /\"} | scripts are not allowed",
                "nix_run | {\"packages\":[\"jq\"],\"timeout_seconds\":0} | from 1 to 600",
                "nix_run | {\"packages\":[\"jq\"],\"timeout_seconds\":1e999999999} | whole number",
                "nix_run | {\"packages\":[\"jq\"],\"timeout_seconds\":1.5} | whole number",
                "nix_run | {\"packages\":[\"jq\"],\"timeout_seconds\":\"five\"} | whole number, but is a text",
                "nix_run | {\"packages\":[\"jq\"],\"background\":\"yes\"} | true or false",
                "nix_run | {\"packages\":[\"jq\"],\"directory\":\"no/such\"} | directory does not exist",
                "nix_run | {\"packages\":[\"jq\"],\"directory\":\"..\"} | in the directory of this tool",
                "nix_run | {\"packages\":[\"jq\"],\"directory\":\"/etc\"} | in the directory of this tool",
                "nix_run | {\"packages\":[\"jq\"],\"directory\":\"link\"} | in the directory of this tool",
                "nix_run | {\"packages\":[\"jq\"],\"directory\":\"a\\u0000b\"} | directory does not exist",
                "nix_run | {\"id\":\"r1\"} | no run of this id",
                "nix_run | {\"id\":\"r1\",\"packages\":[\"jq\"]} | send id without packages",
                "nix_run | {\"stop\":true} | id is missing",
                "nix_plan | {\"packages\":[\"jq\"],\"stdin\":\"x\"} | unknown field \"stdin\"",
                "nix_search | {} | query is missing",
                "nix_search | {\"query\":\"x\",\"limit\":51} | from 1 to 50",
                "rm | {} | there is no tool \"rm\"; there are nix_search, nix_plan, nix_run"
            })
    void aMistakeIsReportedAndNothingRuns(String operation, String input, String expected) throws Exception {
        Files.createSymbolicLink(folder.resolve("link"), Path.of("/usr"));
        try (NixTool tool = NixTool.builder(client).directory(folder).build()) {
            ToolReply reply = tool.call(operation, input);

            assertThat(reply.status()).as(reply.text()).isEqualTo(ToolStatus.INVALID);
            assertThat(reply.isError()).isTrue();
            assertThat(reply.text()).contains(expected == null ? "" : expected).contains("nothing was run");
            assertThat(reply.fields()).containsEntry("status", "invalid").containsEntry("error", "invalid_input");
            assertThat(executor.recorded()).isEmpty();
        }
    }

    @Test
    void deniedPackagesAreNotProposed() {
        try (NixTool tool = NixTool.of(client)) {
            for (String name : List.of("github:evil/flake", "nixpkgs#", "./.", "-jq", "jq jq", "#jq", "\u0458q")) {
                assertThat(tool.call("nix_plan", Map.of("packages", List.of(name)))
                                .text())
                        .contains("jq or python3Packages.black")
                        .doesNotContain("write ", "owner/repo", "store path");
            }
        }
    }

    @Test
    void aNameThatIsTooLongIsReportedAsThat() {
        try (NixTool tool = NixTool.of(client)) {
            assertThat(tool.call("nix_run", "{\"" + "f".repeat(60_000) + "\":1}")
                            .text())
                    .contains("a name of more than 1000 characters")
                    .doesNotContain("nested");
        }
    }

    @Test
    void aMissingInputHasNoFields() {
        try (NixTool tool = NixTool.of(client)) {
            assertThat(tool.call("nix_run", (String) null).text()).contains("packages must name");
            assertThat(tool.call("nix_search", (Map<String, Object>) null).text())
                    .contains("query is missing");
            assertThat(tool.call("nix_run", Collections.singletonMap(null, "x")).text())
                    .contains("unknown field");
            assertThat(tool.call(null, "{}").text()).contains("there are nix_search, nix_plan, nix_run");
            assertThat(tool.call(null, (String) null).status()).isEqualTo(ToolStatus.INVALID);
        }
    }

    /** The policy for agents denies commands that set such variables themselves. */
    @Test
    void thePolicyForAgentsAllowsAPlainRun() {
        List<PlannedCommand> seen = new CopyOnWriteArrayList<>();
        CommandPolicy noticing = command -> {
            seen.add(command);
            return Decision.allow();
        };
        Map<String, String> outside = Map.of("PATH", "/bin", "LC_ALL", "C", "AWS_SECRET_ACCESS_KEY", "hunter2");
        try (NixClient strict = NixlessClient.builder(executor)
                        .environment(outside)
                        .policy(CommandPolicy.allOf(Policies.forAgents(), noticing))
                        .build();
                NixTool tool = NixTool.builder(strict).directory(folder).build()) {
            ToolReply plain = tool.call("nix_run", "{\"packages\":[\"jq\"]}");
            ToolReply named = tool.call("nix_run", "{\"packages\":[\"jq\"],\"program\":\"jq\"}");

            assertThat(List.of(plain, named)).extracting(ToolReply::status).containsOnly(ToolStatus.EXITED);
        }
        assertThat(seen)
                .hasSize(2)
                .allSatisfy(command -> assertThat(command.environmentNames()).isEmpty());
        assertThat(executor.recorded().get(0).environment().names())
                .isEqualTo(seen.get(0).variables())
                .isEqualTo(CleanRoom.forAgents().variables(outside).keySet());
        assertThat(executor.recorded().get(1).environment().names())
                .isEqualTo(seen.get(1).variables())
                .doesNotContain("PATH");
    }

    @Test
    void aDenialNamesItsRuleAndAnUnansweredQuestionIsReported() {
        ToolReply otherFlake = under(Policies.onlyPackages("ripgrep"), "nix_plan");
        ToolReply denied = under(Policies.denyPackages("jq"), "nix_run");
        ToolReply asked = under(command -> Decision.ask("may it?").by("ask first"), "nix_run");

        assertThat(List.of(otherFlake, denied, asked))
                .extracting(ToolReply::status)
                .containsOnly(ToolStatus.DENIED);
        assertThat(otherFlake.fields()).containsEntry("rule", "only the packages [ripgrep]");
        assertThat(denied.fields()).containsEntry("error", "denied").containsEntry("rule", "none of the packages [jq]");
        assertThat(denied.text())
                .containsPattern("is not allowed</foreign-\\w+> \\(rule: none of the packages \\[jq]\\)");
        assertThat(asked.fields()).containsEntry("error", "needs_approval").containsEntry("rule", "ask first");
        assertThat(asked.text()).contains("may it?", "only the person");
        assertThat(executor.recorded()).isEmpty();
    }

    private ToolReply under(CommandPolicy policy, String operation) {
        try (NixClient strict = NixlessClient.builder(executor).policy(policy).build();
                NixTool tool = NixTool.of(strict)) {
            return tool.call(operation, "{\"packages\":[\"jq\"]}");
        }
    }

    @Test
    void aPlanNamesWhatThePolicyWouldDenyAndAsksNobody() {
        CommandPolicy force = command ->
                command.command().contains("--force") ? Decision.deny("not by force") : Decision.ask("may it?");
        CommandPolicy approved = force.withApproval((command, question) -> {
            throw new AssertionError("nobody is to be asked for a plan");
        });
        try (NixClient strict = NixlessClient.builder(executor)
                        .policy(CommandPolicy.allOf(Policies.rate(1, Duration.ofMinutes(1)), approved))
                        .build();
                NixTool tool = NixTool.of(strict)) {
            ToolReply denied = tool.call("nix_plan", "{\"packages\":[\"jq\"],\"args\":[\"--force\"]}");
            ToolReply again = tool.call("nix_plan", "{\"packages\":[\"jq\"]}");

            assertThat(denied.status()).isEqualTo(ToolStatus.PLANNED);
            assertThat(denied.text()).contains("the policy would deny it: not by force", "nothing was run");
            assertThat(denied.fields()).containsEntry("denied", true);
            assertThat(again.text()).doesNotContain("deny");
            assertThat(again.fields()).containsEntry("denied", false);
            assertThat(executor.recorded()).isEmpty();
        }
    }

    @Test
    void theReplyToADenialIsBoundedToo() {
        ToolReply denied = under(command -> Decision.deny("R\n".repeat(500_000)).by("\"".repeat(5000)), "nix_run");

        assertThat(denied.status()).isEqualTo(ToolStatus.DENIED);
        assertThat(JsonSize.of(denied.text()) + JsonSize.of(denied.fields())).isLessThanOrEqualTo(16 << 10);
    }

    @Test
    void anInputThatIsTooLargeIsRefused() {
        try (NixTool tool = NixTool.of(client)) {
            String large = "x".repeat(64 << 10);

            assertThat(tool.call("nix_run", "{\"packages\":[\"jq\"],\"stdin\":\"" + large + "\"}")
                            .text())
                    .contains("larger than 65536 bytes");
            assertThat(tool.call("nix_run", Map.of("packages", List.of("jq"), "args", List.of(large)))
                            .text())
                    .contains("larger than 65536 bytes");
            assertThat(executor.recorded()).isEmpty();
        }
    }

    @Test
    void aMapIsTakenAsJsonIs() {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("packages", List.of("jq"));
        input.put("args", Arrays.asList("-n", "{}"));
        input.put("timeout_seconds", new BigDecimal("5.0"));
        input.put("directory", null);

        try (NixTool tool = NixTool.of(client)) {
            ToolReply ofMap = tool.call("nix_run", input);
            ToolReply ofJson = tool.call("nix_run", """
                    {"packages":["jq"],"args":["-n","{}"],"timeout_seconds":5,"directory":null}""");

            assertThat(List.of(ofMap, ofJson)).allSatisfy(reply -> {
                assertThat(reply.text())
                        .containsPattern("--- stdout, 3 bytes\n<foreign-(\\w+)>\n\\{}\n</foreign-\\1>$");
                assertThat(reply.fields()).containsEntry("exit_code", 0).containsEntry("stdout_bytes", 3L);
            });
            assertThat(executor.recorded()).hasSize(2);
        }
    }

    @Test
    void aMapThatHoldsSomethingElseIsRefused() {
        Map<String, Object> nested = Map.of("packages", List.of(Collections.singletonList(null)));

        try (NixTool tool = NixTool.of(client)) {
            assertThat(tool.call("nix_run", nested).text()).contains("packages[0] must be a text, but is a list");
            assertThat(tool.call(
                                    "nix_run",
                                    Map.of("timeout_seconds", new BigDecimal("1e999999999"), "packages", List.of("jq")))
                            .text())
                    .contains("from 1 to 600");
        }
    }

    @ParameterizedTest
    @CsvSource({"nix_run, packages, jq", "nix_plan, packages, jq", "nix_search, query, jq"})
    void withoutANixTheRemedyIsTold(String operation, String field, String value) {
        try (NixClient lost =
                        NixClient.builder().nixBinary(Path.of("/no/such/nix")).build();
                NixTool tool = NixTool.of(lost)) {
            ToolReply reply = tool.call(operation, Map.of(field, value));

            assertThat(reply.fields()).containsEntry("error", "nix_not_installed");
            assertThat(reply.text()).contains("what the person who has set up this tool can do: ");
            assertThat(reply.text().lines().filter(line -> line.startsWith("what the person")))
                    .singleElement()
                    .asString()
                    .hasSizeGreaterThan(60);
        }
    }

    @Test
    void aClosedToolSaysSo() {
        NixTool tool = NixTool.of(client);
        tool.close();

        assertThat(tool.call("nix_run", "{\"packages\":[\"jq\"]}").text()).contains("this tool has been closed");
    }
}
