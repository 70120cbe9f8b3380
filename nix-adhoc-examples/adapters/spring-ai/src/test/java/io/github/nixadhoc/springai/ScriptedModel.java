package io.github.nixadhoc.springai;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    private static final Pattern ID = Pattern.compile("\"id\":\"(\\w+)\"");

    private final List<AssistantMessage> script = new ArrayList<>();
    private final List<String> results = new ArrayList<>();
    private int next;

    ScriptedModel calls(String tool, String arguments) {
        script.add(message("call-" + script.size(), tool, arguments.replace('\'', '"')));
        return this;
    }

    private static AssistantMessage message(String id, String tool, String arguments) {
        return AssistantMessage.builder()
                .content("")
                .toolCalls(List.of(new AssistantMessage.ToolCall(id, "function", tool, arguments)))
                .properties(Map.of())
                .build();
    }

    /** A model sends the id that it was told: it stands for {@code @id}. */
    private AssistantMessage next() {
        AssistantMessage message = script.get(next);
        AssistantMessage.ToolCall call = message.getToolCalls().get(0);
        if (!call.arguments().contains("@id")) {
            return message;
        }
        Matcher id = ID.matcher(results.get(results.size() - 1));
        return message(call.id(), call.name(), call.arguments().replace("@id", id.find() ? id.group(1) : ""));
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
        AssistantMessage message = next < script.size() ? next() : new AssistantMessage("done");
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
