package io.github.nixadhoc.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.AiServices;
import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.testkit.AdapterArtifact;
import io.github.nixadhoc.testkit.Background;
import io.github.nixadhoc.testkit.ReadmeSample;
import io.github.nixadhoc.testkit.ToolSandbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ConversationIT {

    @RegisterExtension
    private final ToolSandbox nix = new ToolSandbox();

    private final ScriptedModel model = new ScriptedModel();

    interface Assistant {
        String chat(String message);
    }

    private String chat() {
        return AiServices.builder(Assistant.class)
                .chatModel(model)
                .toolProvider(new NixToolProvider(nix.tool()))
                .build()
                .chat("Draw me a cow.");
    }

    private List<String> texts() {
        return model.results().stream().map(result -> result.text()).toList();
    }

    @Test
    void aModelSearchesPlansIsRefusedRunsPagesAndCleansUp() throws Exception {
        ToolSandbox.conversation().forEach(call -> model.calls(call.tool(), call.input()));

        assertThat(chat()).isEqualTo("done");

        nix.assertIsTheConversation(texts());
    }

    @Test
    void aFailureIsAnErrorToTheFramework() {
        model.calls("nix_run", "{'packages':['cowsay'],'args':['--force']}")
                .calls("nix_run", "{'packages':['cowsya']}")
                .calls("nix_run", "{'packages':['exit-with'],'args':['3']}");

        assertThat(chat()).isEqualTo("done");

        assertThat(model.results()).extracting(result -> result.isError()).containsExactly(true, true, false);
        assertThat(texts().get(1)).contains("did you mean cowsay");
        assertThat(model.results().get(2).attributes()).containsEntry("exit_code", 3);
    }

    @Test
    void aTimeoutIsReportedAndTheProgramGoesOn() {
        model.calls("nix_run", "{'packages':['sleeper'],'timeout_seconds':1}").calls("nix_run", "{'id':'@id'}");

        assertThat(chat()).isEqualTo("done");

        assertThat(texts().get(0)).contains(" is still at work");
        assertThat(texts().get(1)).contains(" is still at work");
    }

    @Test
    void anInterruptOfTheChatStopsTheProgram() throws Exception {
        model.calls("nix_run", "{'packages':['sleeper']}");
        Background<?> chat = Background.call(this::chat);
        nix.awaitProgram();

        chat.interrupt();

        assertThat(chat.result()).isNotNull();
        assertThat(texts()).singleElement().asString().startsWith("cancelled");
    }

    @Test
    void aCallWithoutArgumentsGetsAReply() {
        NixToolExecutor run = new NixToolExecutor(nix.tool());

        assertThat(run.execute(ToolExecutionRequest.builder().name("nix_run").build(), null))
                .contains("packages must name");
    }

    @Test
    void aReplyIsNoLongerThanItMayBe() throws Exception {
        ToolSandbox.makeVerbose(nix.sandbox());
        ToolSandbox.verboseCalls().forEach(call -> model.calls(call.tool(), call.input()));

        assertThat(chat()).isEqualTo("done");

        assertThat(texts())
                .hasSize(3)
                .allSatisfy(text -> assertThat(text.getBytes(StandardCharsets.UTF_8))
                        .hasSizeBetween(1 << 10, ToolSandbox.MOST_OF_A_REPLY));
    }

    @Test
    void aModelGetsTheSchema() {
        assertThat(chat()).isEqualTo("done");

        assertThat(model.specifications())
                .extracting(spec -> spec.name())
                .containsExactlyInAnyOrder("nix_search", "nix_plan", "nix_run");
        assertThat(model.specifications()).allSatisfy(spec -> {
            assertThat(spec.description()).isNotBlank();
            assertThat(spec.parameters().properties()).isNotEmpty();
        });
    }

    @Test
    void usersGetNoExampleAndNoPlaceForLogs() throws Exception {
        AdapterArtifact.assertBringsOnlyWhatItNeeds(NixToolProvider.class);
    }

    @Test
    void theExampleShowsItsConversation() {
        ToolSandbox.assertShowsItsConversation(to -> LangChain4jExample.converse(nix.client(), to), "< moo >", "done");
    }

    @Test
    void theSampleOfTheReadmeRunsAsItStands(@TempDir Path folder) throws Exception {
        model.calls("nix_run", "{'packages':['cowsay'],'args':['moo']}");

        ReadmeSample.marked("langchain4j")
                .importing("dev.langchain4j.service", "io.github.nixadhoc.agent", "io.github.nixadhoc.langchain4j")
                .with(NixClient.class, "nix", nix.client())
                .with(ChatModel.class, "model", model)
                .run(folder);

        assertThat(texts()).singleElement().asString().contains("< moo >");
    }
}
