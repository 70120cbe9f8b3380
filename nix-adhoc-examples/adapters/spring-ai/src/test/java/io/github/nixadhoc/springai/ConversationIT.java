package io.github.nixadhoc.springai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.internal.json.StrictJson;
import io.github.nixadhoc.testkit.AdapterArtifact;
import io.github.nixadhoc.testkit.Background;
import io.github.nixadhoc.testkit.ReadmeSample;
import io.github.nixadhoc.testkit.ToolSandbox;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.tool.ToolCallback;

class ConversationIT {

    @RegisterExtension
    private final ToolSandbox nix = new ToolSandbox();

    private final ScriptedModel model = new ScriptedModel();

    /** Returns what the tools have answered, in a conversation that goes on to its end. */
    private List<String> chat() {
        String last = ChatClient.create(model)
                .prompt("Draw me a cow.")
                .tools(new NixToolCallbacks(nix.tool()))
                .call()
                .content();
        assertThat(last).isEqualTo("done");
        return model.results().stream().map(ConversationIT::text).toList();
    }

    /** Returns the text of a reply, which is JSON. */
    private static String text(String reply) {
        return StrictJson.object(reply).get("text").toString();
    }

    @Test
    void aModelSearchesPlansIsRefusedRunsPagesAndCleansUp() throws Exception {
        ToolSandbox.conversation().forEach(call -> model.calls(call.tool(), call.input()));

        nix.assertIsTheConversation(chat());
    }

    @Test
    void failuresAreTextForTheModelAndDoNotEndTheChat() {
        model.calls("nix_run", "{'packages':['cowsya']}")
                .calls("nix_run", "{'packages':['build-fails']}")
                .calls("nix_run", "{'packages':[")
                .calls("nix_run", "{'packages':['exit-with'],'args':['3']}");

        List<String> texts = chat();

        assertThat(texts.get(0)).contains("did you mean cowsay");
        assertThat(texts.get(1)).contains("failed");
        assertThat(texts.get(2)).contains("invalid");
        assertThat(texts.get(3)).contains("exited with code 3");
    }

    /** Models such as Gemini take a reply as an object, and fail at any other. */
    @Test
    void eachReplyIsAnObjectOfJson() {
        model.calls("nix_search", "{'query':'cow'}")
                .calls("nix_plan", "{'packages':['cowsay'],'args':['moo']}")
                .calls("nix_run", "{'packages':['two-streams']}")
                .calls("nix_run", "{'packages':['cowsya']}")
                .calls("nix_run", "{'packages':['cowsay'],'args':['--force']}")
                .calls("nix_run", "{'id':'@id'}")
                .calls("nix_run", "no JSON");

        assertThat(chat()).hasSize(7);

        assertThat(model.results())
                .extracting(reply -> StrictJson.object(reply).get("status"))
                .containsExactly("found", "planned", "exited", "failed", "denied", "invalid", "invalid");
        assertThat(StrictJson.object(model.results().get(2))).containsEntry("exit_code", BigInteger.ZERO);
    }

    @Test
    void aTimeoutIsReportedAndTheProgramCanBeStopped() {
        model.calls("nix_run", "{'packages':['sleeper'],'timeout_seconds':1}")
                .calls("nix_run", "{'id':'@id','stop':true}");

        List<String> texts = chat();

        assertThat(texts.get(0)).contains(" is still at work");
        assertThat(texts.get(1)).contains("stopped");
    }

    @Test
    void anInterruptOfTheChatStopsTheProgram() throws Exception {
        model.calls("nix_run", "{'packages':['sleeper']}");
        Background<?> chat = Background.call(this::chat);
        nix.awaitProgram();

        chat.interrupt();

        assertThat(chat.result()).isNotNull();
        assertThat(text(model.results().get(0))).startsWith("cancelled");
    }

    @Test
    void aCallWithoutArgumentsGetsAReply() {
        ToolCallback run = new NixToolCallbacks(nix.tool()).getToolCallbacks()[2];

        assertThat(run.call(null)).contains("packages must name");
        assertThat(run.call("null")).contains("invalid");
        assertThat(run.call("[")).contains("invalid");
    }

    @Test
    void aReplyIsNoLongerThanItMayBe() throws Exception {
        ToolSandbox.makeVerbose(nix.sandbox());
        ToolSandbox.verboseCalls().forEach(call -> model.calls(call.tool(), call.input()));

        assertThat(chat()).hasSize(3);
        assertThat(model.results())
                .allSatisfy(text -> assertThat(text.getBytes(StandardCharsets.UTF_8))
                        .hasSizeBetween(1 << 10, ToolSandbox.MOST_OF_A_REPLY));
    }

    @Test
    void usersGetNoExampleAndNoPlaceForLogs() throws Exception {
        AdapterArtifact.assertBringsOnlyWhatItNeeds(NixToolCallbacks.class);
    }

    @Test
    void theExampleShowsItsConversation() {
        ToolSandbox.assertShowsItsConversation(to -> SpringAiExample.converse(nix.client(), to), "< moo >", "done");
    }

    @Test
    void theSampleOfTheReadmeRunsAsItStands(@TempDir Path folder) throws Exception {
        model.calls("nix_run", "{'packages':['cowsay'],'args':['moo']}");

        ReadmeSample.marked("spring-ai")
                .importing("io.github.nixadhoc.agent", "io.github.nixadhoc.springai")
                .importing("org.springframework.ai.chat.client")
                .with(NixClient.class, "nix", nix.client())
                .with(ChatModel.class, "model", model)
                .run(folder);

        assertThat(model.results()).singleElement().asString().contains("< moo >");
    }
}
