package io.github.nixadhoc.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A model that calls these tools one after the other, whatever they answer, and then says that it is done. */
final class ScriptedModel implements ChatModel {

    private static final Pattern ID = Pattern.compile("\"id\":\"(\\w+)\"");

    private final List<ToolExecutionRequest> script = new ArrayList<>();
    private final List<ToolExecutionResultMessage> results = new ArrayList<>();
    private List<ToolSpecification> specifications = List.of();
    private int next;

    ScriptedModel calls(String tool, String arguments) {
        script.add(ToolExecutionRequest.builder()
                .id("call-" + script.size())
                .name(tool)
                .arguments(arguments.replace('\'', '"'))
                .build());
        return this;
    }

    /** A model sends the id that it was told: it stands for {@code @id}. */
    private ToolExecutionRequest next() {
        ToolExecutionRequest call = script.get(next);
        if (!call.arguments().contains("@id")) {
            return call;
        }
        Matcher id = ID.matcher(results.get(results.size() - 1).text());
        return ToolExecutionRequest.builder()
                .id(call.id())
                .name(call.name())
                .arguments(call.arguments().replace("@id", id.find() ? id.group(1) : ""))
                .build();
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        specifications = request.toolSpecifications();
        List<ChatMessage> messages = request.messages();
        if (messages.get(messages.size() - 1) instanceof ToolExecutionResultMessage result) {
            results.add(result);
        }
        AiMessage message = next < script.size() ? AiMessage.from(next()) : AiMessage.from("done");
        next++;
        return ChatResponse.builder().aiMessage(message).build();
    }

    List<ToolExecutionRequest> script() {
        return script;
    }

    List<ToolExecutionResultMessage> results() {
        return results;
    }

    List<ToolSpecification> specifications() {
        return specifications;
    }
}
