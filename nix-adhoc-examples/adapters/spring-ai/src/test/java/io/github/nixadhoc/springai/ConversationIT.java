package io.github.nixadhoc.springai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.ToolSandbox;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.model.tool.ToolCallingManager;

/** Drives Spring's own tool calling with what a model would ask for. */
class ConversationIT {

    @RegisterExtension
    private final ToolSandbox nix = new ToolSandbox();

    private final ToolCallingManager manager = ToolCallingManager.builder().build();
    private Prompt prompt = new Prompt(
            List.of(new UserMessage("Draw me a cow.")),
            ToolCallingChatOptions.builder()
                    .toolCallbacks(new NixToolCallbacks(nix.tool()).getToolCallbacks())
                    .build());

    /** What the framework does when the model calls a tool: the conversation goes on with the answer, which is returned. */
    private String call(String name, String arguments) {
        AssistantMessage message = AssistantMessage.builder()
                .content("")
                .toolCalls(List.of(new AssistantMessage.ToolCall("id", "function", name, arguments.replace('\'', '"'))))
                .properties(Map.of())
                .build();
        ChatResponse response = new ChatResponse(List.of(new Generation(message)));
        var result = manager.executeToolCalls(prompt, response);
        prompt = new Prompt(result.conversationHistory(), prompt.getOptions());
        var last = result.conversationHistory().get(result.conversationHistory().size() - 1);
        return ((ToolResponseMessage) last).getResponses().get(0).responseData();
    }

    @Test
    void aModelSearchesPlansIsRefusedRunsPagesAndCleansUp() throws Exception {
        assertThat(call("nix_search", "{'query':'cow'}")).contains("cowsay (1.0)");
        assertThat(call("nix_plan", "{'packages':['cowsay'],'args':['moo']}")).contains("bin/cowsay moo");
        assertThat(call("nix_run", "{'packages':['cowsay'],'args':['--force']}"))
                .contains("not by force");
        assertThat(call("nix_run", "{'packages':['cowsay'],'args':['moo']}")).contains("< moo >");
        assertThat(call("nix_run", "{'packages':['hello'],'script':'seq 1 20000'}"))
                .contains("bytes left out")
                .hasSizeLessThanOrEqualTo(16 << 10);
        assertThat(call("nix_run", "{'id':'r3','offset':16000}")).contains("from byte 16000");
        assertThat(call("nix_run", "{'packages':['sleeper'],'background':true}"))
                .contains("still at work");
        assertThat(call("nix_run", "{'id':'r4','stop':true}")).contains("stopped");
        nix.assertTheRecordIsWholeAndRunsAgain();
    }

    @Test
    void failuresAreTextsForTheModelAndDoNotEndTheChat() {
        assertThat(call("nix_run", "{'packages':['cowsya']}")).contains("did you mean cowsay");
        assertThat(call("nix_run", "{'packages':['build-fails']}")).contains("failed");
        assertThat(call("nix_run", "{'packages':[")).contains("invalid");
        assertThat(call("nix_run", "{'packages':['exit-with'],'args':['3']}")).contains("exited with code 3");
    }

    @Test
    void timeThatIsUpIsToldAndTheProgramCanBeStopped() {
        assertThat(call("nix_run", "{'packages':['sleeper'],'timeout_seconds':1}"))
                .contains("r1 is still at work");
        assertThat(call("nix_run", "{'id':'r1','stop':true}")).contains("stopped");
    }

    @Test
    void anInterruptOfTheChatStopsTheProgram() throws Exception {
        StringBuilder reply = new StringBuilder();
        Thread chat = new Thread(() -> reply.append(call("nix_run", "{'packages':['sleeper']}")));
        chat.start();
        nix.awaitProgram();

        chat.interrupt();
        chat.join(20_000);

        assertThat(reply).asString().startsWith("cancelled");
    }
}
