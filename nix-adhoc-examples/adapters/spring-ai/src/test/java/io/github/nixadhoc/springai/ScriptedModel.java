package io.github.nixadhoc.springai;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;

/** A model that calls these tools one after the other, whatever they answer, and then says that it is done. */
final class ScriptedModel implements ChatModel {

    private final List<AssistantMessage> script = new ArrayList<>();
    private final List<String> results = new ArrayList<>();
    private int next;

    ScriptedModel calls(String tool, String arguments) {
        script.add(AssistantMessage.builder()
                .content("")
                .toolCalls(List.of(new AssistantMessage.ToolCall(
                        "call-" + script.size(), "function", tool, arguments.replace('\'', '"'))))
                .properties(Map.of())
                .build());
        return this;
    }

    @Override
    public ChatOptions getOptions() {
        return ToolCallingChatOptions.builder().build();
    }

    @Override
    public ChatResponse call(Prompt prompt) {
        List<Message> messages = prompt.getInstructions();
        if (messages.get(messages.size() - 1) instanceof ToolResponseMessage result) {
            results.add(result.getResponses().get(0).responseData());
        }
        AssistantMessage message = next < script.size() ? script.get(next) : new AssistantMessage("done");
        next++;
        return new ChatResponse(List.of(new Generation(message)));
    }

    List<AssistantMessage> script() {
        return script;
    }

    List<String> results() {
        return results;
    }
}
