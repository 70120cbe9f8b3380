package io.github.nixadhoc.adk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.adk.agents.LlmAgent;
import com.google.adk.events.Event;
import com.google.adk.models.BaseLlm;
import com.google.adk.runner.InMemoryRunner;
import com.google.adk.sessions.Session;
import com.google.genai.types.Content;
import com.google.genai.types.FunctionResponse;
import com.google.genai.types.Part;
import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.testkit.AdapterArtifact;
import io.github.nixadhoc.testkit.ReadmeSample;
import io.github.nixadhoc.testkit.ToolSandbox;
import io.github.nixadhoc.testkit.Waits;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ConversationIT {

    @RegisterExtension
    private final ToolSandbox nix = new ToolSandbox();

    private final ScriptedLlm model = new ScriptedLlm();

    private Flowable<Event> events() {
        LlmAgent agent = LlmAgent.builder()
                .name("helper")
                .model(model)
                .tools(NixAdkTool.all(nix.tool()))
                .build();
        InMemoryRunner runner = new InMemoryRunner(agent);
        Session session =
                runner.sessionService().createSession(runner.appName(), "user").blockingGet();
        return runner.runAsync("user", session.id(), Content.fromParts(Part.fromText("Draw me a cow.")));
    }

    private List<Map<String, Object>> chat() {
        return events().toList().blockingGet().stream()
                .flatMap(event -> event.functionResponses().stream())
                .map(FunctionResponse::response)
                .map(response -> response.orElseThrow())
                .toList();
    }

    @Test
    void aModelSearchesPlansIsRefusedRunsPagesAndCleansUp() throws Exception {
        model.calls("nix_search", Map.of("query", "cow"))
                .calls("nix_plan", Map.of("packages", List.of("cowsay"), "args", List.of("moo")))
                .calls("nix_run", Map.of("packages", List.of("cowsay"), "args", List.of("--force")))
                .calls("nix_run", Map.of("packages", List.of("cowsay"), "args", List.of("moo")))
                .calls("nix_run", Map.of("packages", List.of("hello"), "script", "seq 1 20000"))
                .calls("nix_run", Map.of("id", "@id", "offset", 16000))
                .calls("nix_run", Map.of("packages", List.of("sleeper"), "background", true))
                .calls("nix_run", Map.of("id", "@id", "stop", true));

        List<Map<String, Object>> replies = chat();

        assertThat(replies)
                .extracting(reply -> reply.get("status"))
                .containsExactly("found", "planned", "denied", "exited", "exited", "output", "running", "stopped");
        assertThat(replies.get(0).get("text").toString()).contains("cowsay (1.0)");
        assertThat(replies.get(2).get("text").toString()).contains("not by force");
        assertThat(replies.get(3).get("text").toString()).contains("< moo >");
        assertThat(replies.get(3)).containsEntry("exit_code", 0);
        assertThat(replies.get(4).get("text").toString()).contains("bytes left out");
        nix.assertTheRecordIsWholeAndRunsAgain();
    }

    @Test
    void failuresAndTimeoutsAreReportedToTheModel() {
        model.calls("nix_run", Map.of("packages", List.of("cowsya")))
                .calls("nix_run", Map.of("packages", "cowsay moo"))
                .calls("nix_run", Map.of("packages", List.of("sleeper"), "timeout_seconds", 1));

        List<Map<String, Object>> replies = chat();

        assertThat(replies).extracting(reply -> reply.get("status")).containsExactly("failed", "invalid", "running");
        assertThat(replies.get(0).get("text").toString()).contains("did you mean cowsay");
        assertThat(replies.get(1).get("text").toString()).contains("send \"packages\":[\"cowsay\",\"moo\"]");
    }

    @Test
    void aCallWithoutArgumentsGetsAReply() {
        NixAdkTool run = NixAdkTool.all(nix.tool()).get(2);

        assertThat(run.runAsync(null, null).blockingGet().get("text").toString())
                .contains("packages must name");
    }

    @Test
    void aReplyIsNoLongerThanItMayBe() throws Exception {
        ObjectMapper json = new ObjectMapper();
        ToolSandbox.makeVerbose(nix.sandbox());
        for (ToolSandbox.Call call : ToolSandbox.verboseCalls()) {
            model.calls(call.tool(), json.readValue(call.input().replace('\'', '"'), new TypeReference<>() {}));
        }

        for (Map<String, Object> reply : chat()) {
            assertThat(json.writeValueAsBytes(reply)).hasSizeBetween(1 << 10, ToolSandbox.MOST_OF_A_REPLY);
        }
    }

    @Test
    void aCancelledToolCallStopsTheProgram() throws Exception {
        NixAdkTool run = NixAdkTool.all(nix.tool()).get(2);
        Disposable waiting =
                run.runAsync(Map.of("packages", List.of("sleeper")), null).subscribe();
        nix.awaitProgram();

        waiting.dispose();

        Waits.until(() -> ProcessHandle.current().descendants().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void anUnawaitedProgramEndsWithTheTool() throws Exception {
        model.calls("nix_run", Map.of("packages", List.of("sleeper")));
        Disposable waiting = events().subscribeOn(Schedulers.io()).subscribe();
        nix.awaitProgram();

        waiting.dispose();
        nix.tool().close();

        assertThat(ProcessHandle.current().descendants()).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void usersGetNoExampleAndNoPlaceForLogs() throws Exception {
        AdapterArtifact.assertBringsOnlyWhatItNeeds(NixAdkTool.class);
    }

    @Test
    void theExampleShowsItsConversation() {
        ToolSandbox.assertShowsItsConversation(to -> AdkExample.converse(nix.client(), to), "< moo >", "done");
    }

    @Test
    void theSampleOfTheReadmeRunsAsItStands(@TempDir Path folder) throws Exception {
        model.calls("nix_run", Map.of("packages", List.of("cowsay"), "args", List.of("moo")));

        ReadmeSample.marked("google-adk")
                .importing("com.google.adk.agents", "com.google.adk.runner", "com.google.adk.sessions")
                .importing("com.google.genai.types", "io.github.nixadhoc.adk", "io.github.nixadhoc.agent")
                .with(NixClient.class, "nix", nix.client())
                .with(BaseLlm.class, "model", model)
                .run(folder);

        assertThat(Files.readString(nix.record())).contains("\"moo\"");
    }
}
